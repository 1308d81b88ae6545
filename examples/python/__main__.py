import pulumi
import pulumi_huaweicloud_live as live

keynote = live.StreamRecording("keynote",
    publish_domain="push.example.com",
    app="live",
    stream="keynote")
pulumi.export("status", keynote.status)
