using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// The body of a request of Cloud KMS: pairs of a field and its CRC32C, in JSON. Written straight into one buffer of the right size, so that no
/// copy of a data key is left anywhere.
/// </summary>
internal static class KmsRequest
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>A body with one field, and the additional authenticated data where there is some.</summary>
    public static ZeroedContent Create(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ReadOnlySpan<byte> authenticated)
    {
        byte[] body = new byte[2 + FieldLength(name, value) + (authenticated.IsEmpty ? 0 : 1 + FieldLength("additionalAuthenticatedData"u8, authenticated))];
        int at = 0;
        body[at++] = (byte)'{';
        WriteField(body, ref at, name, value);
        if (!authenticated.IsEmpty)
        {
            body[at++] = (byte)',';
            WriteField(body, ref at, "additionalAuthenticatedData"u8, authenticated);
        }

        body[at++] = (byte)'}';
        return new ZeroedContent(body, Json);
    }

    // "name":"base64","nameCrc32c":"number"
    private static int FieldLength(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        (2 * name.Length) + Base64.GetMaxEncodedToUtf8Length(value.Length) + Checksum(value).Length + "\"\":\"\",\"Crc32c\":\"\"".Length;

    private static void WriteField(byte[] body, ref int at, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Append(body, ref at, "\""u8);
        Append(body, ref at, name);
        Append(body, ref at, "\":\""u8);
        Base64.EncodeToUtf8(value, body.AsSpan(at), out _, out int written);
        at += written;
        Append(body, ref at, "\",\""u8);
        Append(body, ref at, name);
        Append(body, ref at, "Crc32c\":\""u8);
        Append(body, ref at, Encoding.ASCII.GetBytes(Checksum(value)));
        Append(body, ref at, "\""u8);
    }

    private static string Checksum(ReadOnlySpan<byte> value) => Crc32C.Compute(value).ToString(CultureInfo.InvariantCulture);

    private static void Append(byte[] body, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(body.AsSpan(at));
        at += text.Length;
    }
}
