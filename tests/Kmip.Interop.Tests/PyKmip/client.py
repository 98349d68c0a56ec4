"""Drives PyKMIP's client for the interop tests: one JSON request on standard input, one JSON answer on standard output.

Request: {"host", "port", "ca", "pem", "version": "1.2", "steps": [{"do": "get", "uid": "..."}, ...]}
A step may keep its identifier under a name ("as": "k") that later steps use ("uid": "$k").
Answer: [{"do": ..., "ok": true, ...} | {"do": ..., "ok": false, "status", "reason", "message"}]
The client itself is Debian's python3-pykmip, unchanged.
"""
import json
import os
import ssl
import sys

from kmip.core import enums
from kmip.core.factories.attributes import AttributeFactory
from kmip.pie import exceptions, objects
from kmip.pie.client import ProxyKmipClient


def add_wrap_socket():
    """Python 3.12 and later have no ssl.wrap_socket, which PyKMIP 0.10 calls."""
    def wrap_socket(sock, keyfile=None, certfile=None, cert_reqs=ssl.CERT_REQUIRED, ca_certs=None, **_):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = cert_reqs
        context.load_cert_chain(certfile, keyfile)
        context.load_verify_locations(ca_certs)
        return context.wrap_socket(sock)
    if not hasattr(ssl, "wrap_socket"):
        ssl.wrap_socket = wrap_socket


MASKS = [enums.CryptographicUsageMask.ENCRYPT, enums.CryptographicUsageMask.DECRYPT]


def step_get(client, step, uid):
    key = client.get(uid)
    return {"uid": uid, "type": key.object_type.name, "value": key.value.hex()}


def step_create(client, step, uid):
    return {"uid": client.create(enums.CryptographicAlgorithm.AES, step.get("length", 256), name=step.get("name"),
                                 cryptographic_usage_mask=MASKS)}


def step_register(client, step, uid):
    key = objects.SymmetricKey(enums.CryptographicAlgorithm.AES, 256, bytes.fromhex(step["value"]), MASKS, name=step.get("name", "key"))
    return {"uid": client.register(key)}


def step_activate(client, step, uid):
    client.activate(uid)
    return {"uid": uid}


def step_state(client, step, uid):
    found, attributes = client.get_attributes(uid, ["State"])
    return {"uid": found, "attributes": [a.attribute_name.value for a in attributes], "state": attributes[0].attribute_value.value.name}


def step_attributes(client, step, uid):
    found, attributes = client.get_attributes(uid, step.get("names"))
    return {"uid": found, "attributes": {a.attribute_name.value: str(a.attribute_value) for a in attributes}}


def step_attribute_list(client, step, uid):
    return {"names": sorted(client.get_attribute_list(uid))}


def step_locate(client, step, uid):
    filters = []
    if "name" in step:
        filters.append(AttributeFactory().create_attribute(enums.AttributeType.NAME, step["name"]))
    if "state" in step:
        filters.append(AttributeFactory().create_attribute(enums.AttributeType.STATE, enums.State[step["state"]]))
    return {"uids": client.locate(attributes=filters)}


def step_revoke(client, step, uid):
    client.revoke(enums.RevocationReasonCode[step.get("reason", "CESSATION_OF_OPERATION")], uid)
    return {"uid": uid}


def step_destroy(client, step, uid):
    client.destroy(uid)
    return {"uid": uid}


PARAMETERS = {"cryptographic_algorithm": enums.CryptographicAlgorithm.AES, "block_cipher_mode": enums.BlockCipherMode.CBC,
              "padding_method": enums.PaddingMethod.PKCS5}


def step_encrypt(client, step, uid):
    data, iv = client.encrypt(bytes.fromhex(step["data"]), uid, PARAMETERS, bytes.fromhex(step["iv"]))
    return {"data": data.hex(), "iv": iv.hex() if iv else None}


def step_decrypt(client, step, uid):
    return {"data": client.decrypt(bytes.fromhex(step["data"]), uid, PARAMETERS, bytes.fromhex(step["iv"])).hex()}


def run(request):
    add_wrap_socket()
    version = enums.KMIPVersion["KMIP_" + request["version"].replace(".", "_")]
    names, answers = {}, []
    client = ProxyKmipClient(hostname=request["host"], port=request["port"], cert=request["pem"], key=request["pem"], ca=request["ca"],
                             ssl_version="PROTOCOL_TLSv1_2", config_file=os.devnull, kmip_version=version)
    with client:
        for step in request["steps"]:
            uid = step.get("uid")
            if uid is not None and uid.startswith("$"):
                uid = names[uid[1:]]
            try:
                answer = dict(globals()["step_" + step["do"]](client, step, uid), do=step["do"], ok=True)
                if "as" in step:
                    names[step["as"]] = answer["uid"]
            except exceptions.KmipOperationFailure as failure:
                answer = {"do": step["do"], "ok": False, "status": failure.status.name, "reason": failure.reason.name, "message": failure.message}
            answers.append(answer)
    return answers


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
