# Talks to the fake with AWS's own Python SDK, so that fake and provider are not both judged by one SDK.
# Arguments: endpoint, region, access key id, key ARN, other key ARN, role ARN; the secret access key comes in BOTO_SECRET.
import os, sys
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, region, key_id, key, other, role = sys.argv[1:7]
config = Config(retries={"total_max_attempts": 1}, proxies={})


def client(service, **credentials):
    credentials = credentials or {"aws_access_key_id": key_id, "aws_secret_access_key": os.environ["BOTO_SECRET"]}
    return boto3.client(service, endpoint_url=endpoint, region_name=region, config=config, **credentials)


def code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        return e.response["Error"]["Code"]
    return "no error"


kms = client("kms")
context = {"purpose": "snapshot", "name": "ünïcode"}
blob = kms.encrypt(KeyId=key, Plaintext=b"k" * 32, EncryptionContext=context)["CiphertextBlob"]
answer = kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)
assert answer["Plaintext"] == b"k" * 32 and answer["KeyId"] == key
assert kms.describe_key(KeyId=key)["KeyMetadata"]["Arn"] == key
print(code(kms.decrypt, CiphertextBlob=blob))
print(code(kms.decrypt, CiphertextBlob=blob, EncryptionContext=context, KeyId=other))
print(code(kms.encrypt, KeyId="alias/nobody", Plaintext=b"x"))
made = kms.create_key()["KeyMetadata"]["KeyId"]
kms.disable_key(KeyId=made)
print(code(kms.encrypt, KeyId=made, Plaintext=b"x"))
kms.schedule_key_deletion(KeyId=made, PendingWindowInDays=7)
print(code(kms.encrypt, KeyId=made, Plaintext=b"x"))
print(code(client("kms", aws_access_key_id=key_id, aws_secret_access_key="wrong").decrypt, CiphertextBlob=blob))
issued = client("sts").assume_role(RoleArn=role, RoleSessionName="boto")["Credentials"]
session = dict(aws_access_key_id=issued["AccessKeyId"], aws_secret_access_key=issued["SecretAccessKey"])
assert client("kms", aws_session_token=issued["SessionToken"], **session).decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"]
print(code(client("kms", **session).decrypt, CiphertextBlob=blob))
