package main

import (
	"github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/sdk/go/huaweicloudlive"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		keynote, err := huaweicloudlive.NewStreamRecording(ctx, "keynote", &huaweicloudlive.StreamRecordingArgs{
			PublishDomain: pulumi.String("push.example.com"),
			App:           pulumi.String("live"),
			Stream:        pulumi.String("keynote"),
		})
		if err != nil {
			return err
		}
		ctx.Export("status", keynote.Status)
		return nil
	})
}
