namespace Kmip.Server;

/// <summary>The padding of KMIP's PKCS5, for blocks of 16 bytes that of PKCS #7 (RFC 5652 section 6.3): n bytes of the value n.</summary>
internal static class Pkcs5Padding
{
    private const int BlockLength = 16;

    /// <summary>The length without the padding; null where the padding is wrong. The time does not depend on the bytes.</summary>
    /// <param name="padded">At least one block, whole blocks.</param>
    public static int? LengthWithout(ReadOnlySpan<byte> padded)
    {
        int count = padded[^1];

        // Wrong: 0, or more than a block. The sign bit of each difference tells.
        int wrong = (count - 1) | (BlockLength - count);
        for (int place = 1; place <= BlockLength; place++)
        {
            // All ones where the byte belongs to the padding (place <= count), else zero.
            int belongs = ~((count - place) >> 31);
            int differs = (padded[^place] ^ count) & belongs;
            wrong |= -differs;
        }

        return wrong < 0 ? null : padded.Length - count;
    }
}
