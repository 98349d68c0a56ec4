namespace Kmip.Protocol.Tests.Vectors;

/// <summary>Decodes and encodes messages.</summary>
internal static class Messages
{
    public static byte[] Again(MessageRow row) => Again(row.IsRequest, row.Bytes);

    public static byte[] Again(bool isRequest, ReadOnlySpan<byte> bytes)
    {
        if (isRequest)
        {
            using RequestMessage request = RequestMessage.Decode(bytes);
            return request.Encode();
        }

        using ResponseMessage response = ResponseMessage.Decode(bytes);
        return response.Encode();
    }
}
