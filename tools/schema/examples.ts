/** One program in every language, for the page of a resource. */
export interface Example {
  readonly title: string;
  readonly programs: Readonly<Record<"yaml" | "typescript" | "python" | "go" | "csharp" | "java", string>>;
}

/** The programs of an example in the form that Pulumi's documents and SDKs take it from. */
export function exampleText({ title, programs }: Example): string {
  const blocks = Object.entries(programs).map(([language, program]) => `\`\`\`${language}\n${program.trim()}\n\`\`\``);
  return [
    "{{% examples %}}",
    "{{% example %}}",
    `### ${title}`,
    ...blocks,
    "{{% /example %}}",
    "{{% /examples %}}",
  ].join("\n\n");
}

const GO = "github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/sdk/go/huaweicloudlive";

export const STREAM_RECORDING: Example = {
  title: "Record a stream",
  programs: {
    yaml: `
resources:
  keynote:
    type: huaweicloud-live:StreamRecording
    properties:
      publishDomain: push.example.com
      app: live
      stream: keynote
outputs:
  status: \${keynote.status}`,
    typescript: `
import * as live from "@pulumi-huaweicloud-live/sdk";

const keynote = new live.StreamRecording("keynote", {
  publishDomain: "push.example.com",
  app: "live",
  stream: "keynote",
});
export const status = keynote.status;`,
    python: `
import pulumi
import pulumi_huaweicloud_live as live

keynote = live.StreamRecording("keynote",
    publish_domain="push.example.com",
    app="live",
    stream="keynote")
pulumi.export("status", keynote.status)`,
    go: `
package main

import (
	"${GO}"
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
}`,
    csharp: `
using System.Collections.Generic;
using Pulumi;
using Pulumi.HuaweicloudLive;

return await Deployment.RunAsync(() =>
{
    var keynote = new StreamRecording("keynote", new()
    {
        PublishDomain = "push.example.com",
        App = "live",
        Stream = "keynote",
    });
    return new Dictionary<string, object?> { ["status"] = keynote.Status };
});`,
    java: `
import com.pulumi.Pulumi;
import com.pulumi.huaweicloudlive.StreamRecording;
import com.pulumi.huaweicloudlive.StreamRecordingArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var keynote = new StreamRecording("keynote", StreamRecordingArgs.builder()
                .publishDomain("push.example.com")
                .app("live")
                .stream("keynote")
                .build());
            ctx.export("status", keynote.status());
        });
    }
}`,
  },
};

export const RECORD_RULE: Example = {
  title: "A rule for all streams of an application",
  programs: {
    yaml: `
resources:
  rule:
    type: huaweicloud-live:RecordRule
    properties:
      publishDomain: push.example.com
      app: live
      storage:
        bucket: my-recordings
      hls:
        cycle: 3600`,
    typescript: `
import * as live from "@pulumi-huaweicloud-live/sdk";

const rule = new live.RecordRule("rule", {
  publishDomain: "push.example.com",
  app: "live",
  storage: { bucket: "my-recordings" },
  hls: { cycle: 3600 },
});`,
    python: `
import pulumi_huaweicloud_live as live

rule = live.RecordRule("rule",
    publish_domain="push.example.com",
    app="live",
    storage={"bucket": "my-recordings"},
    hls={"cycle": 3600})`,
    go: `
package main

import (
	"${GO}"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		_, err := huaweicloudlive.NewRecordRule(ctx, "rule", &huaweicloudlive.RecordRuleArgs{
			PublishDomain: pulumi.String("push.example.com"),
			App:           pulumi.String("live"),
			Storage:       &huaweicloudlive.RecordStorageArgs{Bucket: pulumi.String("my-recordings")},
			Hls:           &huaweicloudlive.RecordHlsFilesArgs{Cycle: pulumi.Float64(3600)},
		})
		return err
	})
}`,
    csharp: `
using Pulumi;
using Pulumi.HuaweicloudLive;
using Pulumi.HuaweicloudLive.Inputs;

return await Deployment.RunAsync(() =>
{
    var rule = new RecordRule("rule", new()
    {
        PublishDomain = "push.example.com",
        App = "live",
        Storage = new RecordStorageArgs { Bucket = "my-recordings" },
        Hls = new RecordHlsFilesArgs { Cycle = 3600 },
    });
});`,
    java: `
import com.pulumi.Pulumi;
import com.pulumi.huaweicloudlive.RecordRule;
import com.pulumi.huaweicloudlive.RecordRuleArgs;
import com.pulumi.huaweicloudlive.inputs.RecordHlsFilesArgs;
import com.pulumi.huaweicloudlive.inputs.RecordStorageArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> new RecordRule("rule", RecordRuleArgs.builder()
            .publishDomain("push.example.com")
            .app("live")
            .storage(RecordStorageArgs.builder().bucket("my-recordings").build())
            .hls(RecordHlsFilesArgs.builder().cycle(3600.0).build())
            .build()));
    }
}`,
  },
};

export const RECORD_CALLBACK: Example = {
  title: "Hear of finished files, and of recordings that have ended",
  programs: {
    yaml: `
configuration:
  notificationKey:
    type: string
    secret: true
resources:
  callback:
    type: huaweicloud-live:RecordCallback
    properties:
      publishDomain: push.example.com
      app: live
      url: https://notify.example.com/record
      events: [RECORD_FILE_COMPLETE, RECORD_OVER]
      key: \${notificationKey}`,
    typescript: `
import * as pulumi from "@pulumi/pulumi";
import * as live from "@pulumi-huaweicloud-live/sdk";

const callback = new live.RecordCallback("callback", {
  publishDomain: "push.example.com",
  app: "live",
  url: "https://notify.example.com/record",
  events: ["RECORD_FILE_COMPLETE", "RECORD_OVER"],
  key: new pulumi.Config().requireSecret("notificationKey"),
});`,
    python: `
import pulumi
import pulumi_huaweicloud_live as live

callback = live.RecordCallback("callback",
    publish_domain="push.example.com",
    app="live",
    url="https://notify.example.com/record",
    events=["RECORD_FILE_COMPLETE", "RECORD_OVER"],
    key=pulumi.Config().require_secret("notificationKey"))`,
    go: `
package main

import (
	"${GO}"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		_, err := huaweicloudlive.NewRecordCallback(ctx, "callback", &huaweicloudlive.RecordCallbackArgs{
			PublishDomain: pulumi.String("push.example.com"),
			App:           pulumi.String("live"),
			Url:           pulumi.String("https://notify.example.com/record"),
			Events:        pulumi.StringArray{pulumi.String("RECORD_FILE_COMPLETE"), pulumi.String("RECORD_OVER")},
			Key:           config.New(ctx, "").RequireSecret("notificationKey"),
		})
		return err
	})
}`,
    csharp: `
using Pulumi;
using Pulumi.HuaweicloudLive;

return await Deployment.RunAsync(() =>
{
    var callback = new RecordCallback("callback", new()
    {
        PublishDomain = "push.example.com",
        App = "live",
        Url = "https://notify.example.com/record",
        Events = { "RECORD_FILE_COMPLETE", "RECORD_OVER" },
        Key = new Config().RequireSecret("notificationKey"),
    });
});`,
    java: `
import com.pulumi.Pulumi;
import com.pulumi.huaweicloudlive.RecordCallback;
import com.pulumi.huaweicloudlive.RecordCallbackArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> new RecordCallback("callback", RecordCallbackArgs.builder()
            .publishDomain("push.example.com")
            .app("live")
            .url("https://notify.example.com/record")
            .events("RECORD_FILE_COMPLETE", "RECORD_OVER")
            .key(ctx.config().requireSecret("notificationKey"))
            .build()));
    }
}`,
  },
};

export const STREAM_NOTIFICATION: Example = {
  title: "Hear of pushes to a domain",
  programs: {
    yaml: `
configuration:
  notificationKey:
    type: string
    secret: true
resources:
  notification:
    type: huaweicloud-live:StreamNotification
    properties:
      publishDomain: push.example.com
      url: https://notify.example.com/stream
      key: \${notificationKey}`,
    typescript: `
import * as pulumi from "@pulumi/pulumi";
import * as live from "@pulumi-huaweicloud-live/sdk";

const notification = new live.StreamNotification("notification", {
  publishDomain: "push.example.com",
  url: "https://notify.example.com/stream",
  key: new pulumi.Config().requireSecret("notificationKey"),
});`,
    python: `
import pulumi
import pulumi_huaweicloud_live as live

notification = live.StreamNotification("notification",
    publish_domain="push.example.com",
    url="https://notify.example.com/stream",
    key=pulumi.Config().require_secret("notificationKey"))`,
    go: `
package main

import (
	"${GO}"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		_, err := huaweicloudlive.NewStreamNotification(ctx, "notification", &huaweicloudlive.StreamNotificationArgs{
			PublishDomain: pulumi.String("push.example.com"),
			Url:           pulumi.String("https://notify.example.com/stream"),
			Key:           config.New(ctx, "").RequireSecret("notificationKey"),
		})
		return err
	})
}`,
    csharp: `
using Pulumi;
using Pulumi.HuaweicloudLive;

return await Deployment.RunAsync(() =>
{
    var notification = new StreamNotification("notification", new()
    {
        PublishDomain = "push.example.com",
        Url = "https://notify.example.com/stream",
        Key = new Config().RequireSecret("notificationKey"),
    });
});`,
    java: `
import com.pulumi.Pulumi;
import com.pulumi.huaweicloudlive.StreamNotification;
import com.pulumi.huaweicloudlive.StreamNotificationArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> new StreamNotification("notification", StreamNotificationArgs.builder()
            .publishDomain("push.example.com")
            .url("https://notify.example.com/stream")
            .key(ctx.config().requireSecret("notificationKey"))
            .build()));
    }
}`,
  },
};

export const BUCKET_AUTHORIZATION: Example = {
  title: "Let Live write recordings to a bucket",
  programs: {
    yaml: `
resources:
  bucket:
    type: huaweicloud-live:BucketAuthorization
    properties:
      bucket: my-recordings`,
    typescript: `
import * as live from "@pulumi-huaweicloud-live/sdk";

const bucket = new live.BucketAuthorization("bucket", { bucket: "my-recordings" });`,
    python: `
import pulumi_huaweicloud_live as live

bucket = live.BucketAuthorization("bucket", bucket="my-recordings")`,
    go: `
package main

import (
	"${GO}"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		_, err := huaweicloudlive.NewBucketAuthorization(ctx, "bucket", &huaweicloudlive.BucketAuthorizationArgs{
			Bucket: pulumi.String("my-recordings"),
		})
		return err
	})
}`,
    csharp: `
using Pulumi;
using Pulumi.HuaweicloudLive;

return await Deployment.RunAsync(() =>
{
    var bucket = new BucketAuthorization("bucket", new() { Bucket = "my-recordings" });
});`,
    java: `
import com.pulumi.Pulumi;
import com.pulumi.huaweicloudlive.BucketAuthorization;
import com.pulumi.huaweicloudlive.BucketAuthorizationArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> new BucketAuthorization("bucket", BucketAuthorizationArgs.builder()
            .bucket("my-recordings")
            .build()));
    }
}`,
  },
};
