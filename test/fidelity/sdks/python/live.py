"""Calls Live with Huawei's official SDK, as a user's script would.

A line of standard input is a call, as JSON; a line of standard output is what the SDK made of the answer. The keys come
from CLOUD_SDK_AK and CLOUD_SDK_SK, as in the sample of https://support.huaweicloud.com/api-live/RunRecord.html
"""

import json
import os
import re
import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import SdkException, ServiceResponseException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdklive import v1 as live


def client(endpoint, project=None, securityToken=None):
    """Without a project, the SDK asks IAM for that of the region."""
    credentials = BasicCredentials(os.environ["CLOUD_SDK_AK"], os.environ["CLOUD_SDK_SK"], project)
    credentials.with_iam_endpoint(endpoint).with_security_token(securityToken)
    region = Region("cn-north-4", endpoint)
    return live.LiveClient.new_builder().with_credentials(credentials).with_region(region).build()


def model(kind, fields):
    """A model of the SDK, with models in it, from what is written in JSON."""
    if kind.startswith("list["):
        return [model(kind[5:-1], each) for each in fields]
    if not isinstance(fields, dict):
        return fields
    types = getattr(live, kind).openapi_types
    return getattr(live, kind)(**{name: model(types[name], value) for name, value in fields.items()})


def answer(account, operation, request):
    method = re.sub("(?<!^)(?=[A-Z])", "_", operation).lower()
    try:
        response = getattr(client(**account), method)(model(operation + "Request", request))
        return {"status": response.status_code, "body": json.loads(str(response))}
    except ServiceResponseException as e:
        return {"status": e.status_code, "code": e.error_code, "text": e.error_msg, "requestId": e.request_id}
    except SdkException as e:
        return {"status": 0, "text": e.error_msg}


for line in sys.stdin:
    print(json.dumps(answer(**json.loads(line))), flush=True)
