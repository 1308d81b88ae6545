"""Reads profile files with Huawei's SDK: a JSON list of texts on standard input, and what became of each on standard output."""
import json
import os
import sys
import tempfile

from huaweicloudsdkcore.auth.provider import ProfileCredentialProvider


def read(text):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.environ["HUAWEICLOUD_SDK_CREDENTIALS_FILE"] = file.name
        try:
            credentials = ProfileCredentialProvider.get_basic().get_credentials()
        except Exception:
            return None
        return [credentials.ak, credentials.sk, credentials.security_token, credentials.project_id]


print(json.dumps([read(text) for text in json.load(sys.stdin)]))
