"""Drives PyKMIP's client for the interop tests: one JSON request on standard input, one line of JSON for each step on standard output.

Request: {"host", "port", "ca", "pem", "sessions": [{"version": "1.2", "steps": [{"do": "get", "uid": "..."}, ...]}, ...]}
Each session is a connection of its own, one after the other; it may have a "pem" of its own. A step may keep its identifier under a name ("as": "k") that later steps of the
session use ("uid": "$k").
A line: {"session": 0, "do": ..., "ok": true, ...} | {"session": 0, "do": ..., "ok": false, "status", "reason", "message"}, written as soon as the
step is answered. {"session": 0, "do": ..., "ok": false, "lost": "..."} says that the connection failed, which ends the session.
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
from kmip.services.kmip_protocol import RequestLengthMismatch


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
    key = objects.SymmetricKey(enums.CryptographicAlgorithm.AES, len(step["value"]) * 4, bytes.fromhex(step["value"]), MASKS, name=step.get("name", "key"))
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
    return {"uids": client.locate(attributes=filters, maximum_items=step.get("most"), offset_items=step.get("offset"))}


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


def converse(request, session, say):
    """One connection: every step is said as it is answered."""
    names, doing = {}, "connect"
    version = enums.KMIPVersion["KMIP_" + session["version"].replace(".", "_")]
    pem = session.get("pem", request["pem"])
    client = ProxyKmipClient(hostname=request["host"], port=request["port"], cert=pem, key=pem, ca=request["ca"],
                             ssl_version="PROTOCOL_TLSv1_2", config_file=os.devnull, kmip_version=version)
    try:
        with client:
            for step in session["steps"]:
                doing = step["do"]
                uid = step.get("uid")
                if uid is not None and uid.startswith("$"):
                    uid = names[uid[1:]]
                try:
                    answer = dict(globals()["step_" + doing](client, step, uid), ok=True)
                    if "as" in step:
                        names[step["as"]] = answer["uid"]
                except exceptions.KmipOperationFailure as failure:
                    answer = {"ok": False, "status": failure.status.name, "reason": failure.reason.name, "message": failure.message}
                say(doing, answer)
    except (OSError, EOFError, exceptions.ClientConnectionFailure, RequestLengthMismatch) as lost:
        say(doing, {"ok": False, "lost": repr(lost)})


def run(request):
    add_wrap_socket()
    for number, session in enumerate(request["sessions"]):
        converse(request, session, lambda doing, answer, number=number: print(json.dumps(dict(answer, session=number, do=doing)), flush=True))


if __name__ == "__main__":
    run(json.load(sys.stdin))
