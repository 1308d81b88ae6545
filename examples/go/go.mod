module example.com/recordings

go 1.25

require (
	github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/sdk/go v0.0.0
	github.com/pulumi/pulumi/sdk/v3 v3.256.0
)

// Made by `npm run sdk -- go` in the clone that this example is part of.
replace github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/sdk/go => ../../sdk/go
