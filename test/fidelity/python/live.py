"""Calls Live with Huawei's official SDK, as a user's script would.

A line of standard input is a call, as JSON; a line of standard output is what the SDK made of the answer. The keys come
from CLOUD_SDK_AK and CLOUD_SDK_SK, as in the sample of https://support.huaweicloud.com/api-live/RunRecord.html
"""

import json
import os
import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import SdkException, ServiceResponseException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdklive import v1 as live


def client(endpoint, project=None, security_token=None):
    """Without a project, the SDK asks IAM for that of the region."""
    credentials = BasicCredentials(os.environ["CLOUD_SDK_AK"], os.environ["CLOUD_SDK_SK"], project)
    credentials.with_iam_endpoint(endpoint).with_security_token(security_token)
    region = Region("cn-north-4", endpoint)
    return live.LiveClient.new_builder().with_credentials(credentials).with_region(region).build()


def rule(publish_domain, app, stream, record_type, bucket, hls):
    return live.RecordRuleRequest(
        publish_domain=publish_domain,
        app=app,
        stream=stream,
        record_type=record_type,
        default_record_config=live.DefaultRecordConfig(
            record_format=["HLS"],
            obs_addr=live.RecordObsFileAddr(bucket=bucket, location="cn-north-4", object=""),
            hls_config=live.HLSRecordConfig(**hls),
        ),
    )


requests = {
    "run_record": lambda action, **stream: live.RunRecordRequest(action, live.RecordControlInfo(**stream)),
    "list_live_streams_online": live.ListLiveStreamsOnlineRequest,
    "list_record_rules": live.ListRecordRulesRequest,
    "create_record_rule": lambda **fields: live.CreateRecordRuleRequest(rule(**fields)),
    "show_record_rule": live.ShowRecordRuleRequest,
    "update_record_rule": lambda id, **fields: live.UpdateRecordRuleRequest(id, rule(**fields)),
    "delete_record_rule": live.DeleteRecordRuleRequest,
    "show_domain": live.ShowDomainRequest,
}


def answer(account, method, arguments):
    try:
        response = getattr(client(**account), method)(requests[method](**arguments))
        return {"status": response.status_code, "body": json.loads(str(response))}
    except ServiceResponseException as e:
        return {"status": e.status_code, "code": e.error_code, "text": e.error_msg, "requestId": e.request_id}
    except SdkException as e:
        return {"status": None, "text": e.error_msg}


for line in sys.stdin:
    print(json.dumps(answer(**json.loads(line))), flush=True)
