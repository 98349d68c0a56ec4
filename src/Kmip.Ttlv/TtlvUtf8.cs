using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Kmip.Ttlv;

/// <summary>Whether a text is well-formed UTF-8, quick for the short ASCII texts that nearly all identifiers are.</summary>
internal static class TtlvUtf8
{
    /// <summary>Up to here the plain loop is quicker than the call of the general check.</summary>
    private const int ShortText = 128;

    private const ulong HighBits = 0x8080_8080_8080_8080;

    /// <summary>Checks a text that stands before zero padding, which is looked at with it: zeros are ASCII too.</summary>
    /// <param name="padded">The text and its padding: a multiple of 8 bytes.</param>
    /// <param name="length">The length of the text.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsValid(ReadOnlySpan<byte> padded, int length) =>
        (padded.Length <= ShortText && IsAscii(padded)) || Utf8.IsValid(padded[..length]);

    private static bool IsAscii(ReadOnlySpan<byte> words)
    {
        Vector128<byte> pairs = Vector128<byte>.Zero;
        while (words.Length >= Vector128<byte>.Count)
        {
            pairs |= Vector128.Create(words);
            words = words[Vector128<byte>.Count..];
        }

        ulong last = words.Length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(words) & HighBits : 0;
        return (pairs.ExtractMostSignificantBits() | last) == 0;
    }
}
