using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>
/// Attributes of an object as they stand in a file: the fields of a Get Attributes response (KMIP 2.1 section 6.1.20) with the object's identifier, in
/// TTLV. Attributes that 2.1 cannot carry without loss (names that only 1.x knows) stand in a second one, encoded as 1.4.
/// </summary>
internal sealed class RecordedAttributes
{
    /// <summary>Far more than clients set; keeps the file below the length that is read.</summary>
    public const int MaximumLength = 64 * 1024;

    private RecordedAttributes(AttributeList list, byte[] bytes, byte[]? bytes1x)
    {
        List = list;
        Bytes = bytes;
        Bytes1x = bytes1x;
    }

    /// <summary>The attributes.</summary>
    public AttributeList List { get; }

    /// <summary>Those that 2.1 carries.</summary>
    public byte[] Bytes { get; }

    /// <summary>The others, as 1.4; null where there are none.</summary>
    public byte[]? Bytes1x { get; }

    /// <summary>Encodes attributes; null where no version carries all of them without loss, or they are too long.</summary>
    public static RecordedAttributes? TryEncode(string keyId, AttributeList list)
    {
        AttributeList modern = new(), legacy = new();
        foreach (IGrouping<KmipAttributeId, KmipAttribute> values in list.GroupBy(static attribute => attribute.Id))
        {
            // All values of one attribute go the same way, so that they keep their order, which is their index in 1.x.
            if (values.All(static value => Survives(value, KmipVersion.V2_1)))
            {
                modern.AddRange(values);
            }
            else if (values.All(static value => Survives(value, KmipVersion.V1_4)))
            {
                legacy.AddRange(values);
            }
            else
            {
                return null;
            }
        }

        byte[] bytes = Encode(keyId, modern, KmipVersion.V2_1);
        byte[]? bytes1x = legacy.Count == 0 ? null : Encode(keyId, legacy, KmipVersion.V1_4);
        return bytes.Length <= MaximumLength && bytes1x is not { Length: > MaximumLength } ? new RecordedAttributes(list.Clone(), bytes, bytes1x) : null;
    }

    /// <summary>Reads what <see cref="TryEncode"/> wrote. Throws <see cref="ProxyException"/> (<see cref="ExitCode.Metadata"/>).</summary>
    public static RecordedAttributes Decode(string path, string keyId, byte[] bytes, byte[]? bytes1x)
    {
        try
        {
            AttributeList list = Decode(path, keyId, bytes, KmipVersion.V2_1);
            if (bytes1x is not null)
            {
                list.AddRange(Decode(path, keyId, bytes1x, KmipVersion.V1_4));
            }

            return new RecordedAttributes(list, bytes, bytes1x);
        }
        catch (TtlvException e)
        {
            throw new ProxyException(ExitCode.Metadata, $"{path}: the attributes of its kmip section are not valid TTLV ({e.Error} at offset {e.Offset}); "
                + "restore the file from a copy", e);
        }
    }

    private static AttributeList Decode(string path, string keyId, byte[] bytes, KmipVersion version)
    {
        TtlvReader reader = new(bytes);
        GetAttributesResponse payload = GetAttributesResponse.Decode(ref reader, version);
        return string.Equals(payload.UniqueIdentifier.Text, keyId, StringComparison.Ordinal)
            ? payload.Attributes
            : throw new ProxyException(ExitCode.Metadata, $"{path}: the attributes of its kmip section belong to another key; was the file renamed or mixed up?");
    }

    private static byte[] Encode(string keyId, AttributeList list, KmipVersion version)
    {
        using TtlvWriter writer = new();
        new GetAttributesResponse { UniqueIdentifier = new UniqueIdentifier(keyId), Attributes = list }.Encode(writer, version);
        return writer.WrittenSpan.ToArray();
    }

    private static bool Survives(KmipAttribute attribute, KmipVersion version)
    {
        AttributeList original = new([attribute]);
        TtlvReader reader = new(Encode("", original, version));
        try
        {
            AttributeList read = GetAttributesResponse.Decode(ref reader, version).Attributes;
            return read.Count == 1
                && Encode("", read, KmipVersion.V2_1).AsSpan().SequenceEqual(Encode("", original, KmipVersion.V2_1))
                && Encode("", read, KmipVersion.V1_4).AsSpan().SequenceEqual(Encode("", original, KmipVersion.V1_4));
        }
        catch (TtlvException)
        {
            // Written, but not read again: as good as lost.
            return false;
        }
    }
}
