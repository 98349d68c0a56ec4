using System.Buffers.Text;
using System.Text;

namespace Kmip.KeyProviders.Azure;

/// <summary>
/// The body of a request: algorithm and base64url texts in JSON. Written straight into one buffer of the right size, so that no copy of a data key
/// is left anywhere.
/// </summary>
internal static class KeyVaultRequest
{
    /// <summary>A body with a value, and with nonce and tag where there are some. The caller zeroes it.</summary>
    public static byte[] Create(string algorithm, ReadOnlySpan<byte> value, ReadOnlySpan<byte> nonce = default, ReadOnlySpan<byte> tag = default)
    {
        byte[] start = Encoding.ASCII.GetBytes($"{{\"alg\":\"{algorithm}\"");
        byte[] body = new byte[start.Length + FieldLength("value"u8, value) + FieldLength("iv"u8, nonce) + FieldLength("tag"u8, tag) + 1];
        start.CopyTo(body, 0);
        int at = start.Length;
        WriteField(body, ref at, "value"u8, value);
        WriteField(body, ref at, "iv"u8, nonce);
        WriteField(body, ref at, "tag"u8, tag);
        body[at] = (byte)'}';
        return body;
    }

    // ,"name":"base64url"
    private static int FieldLength(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        value.IsEmpty ? 0 : name.Length + Base64Url.GetEncodedLength(value.Length) + ",\"\":\"\"".Length;

    private static void WriteField(byte[] body, ref int at, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return;
        }

        Append(body, ref at, ",\""u8);
        Append(body, ref at, name);
        Append(body, ref at, "\":\""u8);
        at += Base64Url.EncodeToUtf8(value, body.AsSpan(at));
        Append(body, ref at, "\""u8);
    }

    private static void Append(byte[] body, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(body.AsSpan(at));
        at += text.Length;
    }
}
