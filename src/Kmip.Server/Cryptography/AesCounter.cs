using System.Security.Cryptography;

namespace Kmip.Server;

/// <summary>
/// Counter mode (SP 800-38A section 6.5), which the platform lacks: the counter blocks are encrypted in ECB and combined with the data. The
/// whole 16-byte block counts, big-endian, and starts again at zero after its last value (appendix B.1 of SP 800-38A).
/// </summary>
internal static class AesCounter
{
    private const int BlockLength = 16;
    private const int BlocksAtOnce = 64;

    /// <summary>Encrypts or decrypts: both are the same.</summary>
    /// <param name="aes">With its key.</param>
    /// <param name="counter">The first counter block.</param>
    /// <param name="input">Any length.</param>
    /// <param name="output">As long as the input.</param>
    public static void Transform(Aes aes, ReadOnlySpan<byte> counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> next = stackalloc byte[BlockLength];
        counter.CopyTo(next);
        Span<byte> keystream = stackalloc byte[BlockLength * BlocksAtOnce];
        Span<byte> counters = stackalloc byte[BlockLength * BlocksAtOnce];
        try
        {
            for (int offset = 0; offset < input.Length; offset += keystream.Length)
            {
                int length = Math.Min(keystream.Length, input.Length - offset);
                int blocks = (length + BlockLength - 1) / BlockLength;
                Count(next, counters[..(blocks * BlockLength)]);
                aes.EncryptEcb(counters[..(blocks * BlockLength)], keystream, PaddingMode.None);
                for (int index = 0; index < length; index++)
                {
                    output[offset + index] = (byte)(input[offset + index] ^ keystream[index]);
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keystream);
        }
    }

    private static void Count(Span<byte> next, Span<byte> counters)
    {
        for (int offset = 0; offset < counters.Length; offset += BlockLength)
        {
            next.CopyTo(counters[offset..]);
            for (int index = BlockLength - 1; index >= 0 && ++next[index] == 0; index--)
            {
            }
        }
    }
}
