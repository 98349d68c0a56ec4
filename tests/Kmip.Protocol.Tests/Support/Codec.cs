using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Support;

/// <summary>Encodes and decodes single structures.</summary>
internal static class Codec
{
    public static readonly TheoryData<string> Versions = [.. KmipVersion.Supported.Select(version => version.ToString())];

    public static KmipVersion Version(string text) => KmipVersion.Supported.Single(version => version.ToString() == text);

    public static byte[] Encode(IKmipStructure structure, KmipVersion version)
    {
        using TtlvWriter writer = new();
        structure.Encode(writer, version);
        return writer.WrittenSpan.ToArray();
    }

    public static T Decode<T>(ReadOnlySpan<byte> fields, KmipVersion version)
        where T : IKmipStructure<T>
    {
        TtlvReader reader = new(fields);
        T value = T.Decode(ref reader, version);
        reader.ThrowIfNotEmpty();
        return value;
    }

    public static T DecodeArray<T>(byte[] fields, KmipVersion version)
        where T : IKmipStructure<T> => Decode<T>(fields, version);

    public static T Again<T>(T structure, KmipVersion version)
        where T : IKmipStructure<T> => Decode<T>(Encode(structure, version), version);

    public static bool Has(byte[] encoded, KmipTag tag)
    {
        ReadOnlySpan<byte> bytes = [(byte)((uint)tag >> 16), (byte)((uint)tag >> 8), (byte)tag];
        for (int i = 0; i < encoded.Length; i += 8)
        {
            if (encoded.AsSpan(i).StartsWith(bytes))
            {
                return true;
            }
        }

        return false;
    }
}
