using System.Security.Cryptography;
using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>AES in the modes of <see cref="CipherSettings"/>, on the primitives of the platform.</summary>
internal static class AesCipher
{
    private const int BlockLength = 16;

    /// <summary>Encrypts.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="settings">The mode and what it needs.</param>
    /// <param name="iv">As long as <see cref="CipherSettings.IVLength"/>.</param>
    /// <param name="plaintext">Any length; whole blocks where nothing is padded.</param>
    /// <param name="additionalData">Authenticated along (GCM).</param>
    /// <returns>The ciphertext, and the tag of GCM.</returns>
    /// <exception cref="KmipOperationException">The plaintext is no whole number of blocks and is not to be padded.</exception>
    public static (byte[] Ciphertext, byte[]? Tag) Encrypt(
        ReadOnlySpan<byte> key, CipherSettings settings, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> additionalData)
    {
        if (settings.Mode is BlockCipherMode.GCM)
        {
            byte[] sealedBytes = new byte[plaintext.Length];
            byte[] tag = new byte[settings.TagLength];
            using var gcm = new AesGcm(key, settings.TagLength);
            gcm.Encrypt(iv, plaintext, sealedBytes, tag, additionalData);
            return (sealedBytes, tag);
        }

        using Aes aes = Create(key);
        if (settings.Mode is BlockCipherMode.CTR)
        {
            byte[] output = new byte[plaintext.Length];
            AesCounter.Transform(aes, iv, plaintext, output);
            return (output, null);
        }

        if (!settings.PadsPkcs5 && plaintext.Length % BlockLength != 0)
        {
            throw new KmipOperationException(
                ResultReason.CryptographicFailure, "The data is no whole number of 16-byte blocks: ask for the Padding Method PKCS5.");
        }

        PaddingMode padding = settings.PadsPkcs5 ? PaddingMode.PKCS7 : PaddingMode.None;
        return (settings.Mode is BlockCipherMode.ECB ? aes.EncryptEcb(plaintext, padding) : aes.EncryptCbc(plaintext, iv, padding), null);
    }

    /// <summary>Decrypts.</summary>
    /// <returns>The plaintext, to be disposed by the caller.</returns>
    /// <exception cref="KmipOperationException">It could not be decrypted: one reason and one text, whatever the cause.</exception>
    public static SecretBuffer Decrypt(
        ReadOnlySpan<byte> key, CipherSettings settings, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag,
        ReadOnlySpan<byte> additionalData)
    {
        var plaintext = new SecretBuffer(ciphertext.Length);
        try
        {
            int length = Decrypt(key, settings, iv, ciphertext, tag, additionalData, plaintext.Span);
            if (length == plaintext.Length)
            {
                return plaintext;
            }

            SecretBuffer unpadded = SecretBuffer.CopyOf(plaintext.Span[..length]);
            plaintext.Dispose();
            return unpadded;
        }
        catch
        {
            plaintext.Dispose();
            throw;
        }
    }

    private static int Decrypt(
        ReadOnlySpan<byte> key, CipherSettings settings, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag,
        ReadOnlySpan<byte> additionalData, Span<byte> plaintext)
    {
        if (settings.Mode is BlockCipherMode.GCM)
        {
            OpenGcm(key, settings, iv, ciphertext, tag, additionalData, plaintext);
            return plaintext.Length;
        }

        using Aes aes = Create(key);
        if (settings.Mode is BlockCipherMode.CTR)
        {
            AesCounter.Transform(aes, iv, ciphertext, plaintext);
            return plaintext.Length;
        }

        if (ciphertext.Length % BlockLength != 0 || (settings.PadsPkcs5 && ciphertext.IsEmpty))
        {
            throw DecryptionFailed();
        }

        // The platform would stop at the first wrong byte of a padding; ours takes the same time for all.
        _ = settings.Mode is BlockCipherMode.ECB
            ? aes.DecryptEcb(ciphertext, plaintext, PaddingMode.None)
            : aes.DecryptCbc(ciphertext, iv, plaintext, PaddingMode.None);
        return settings.PadsPkcs5 ? Pkcs5Padding.LengthWithout(plaintext) ?? throw DecryptionFailed() : plaintext.Length;
    }

    private static void OpenGcm(
        ReadOnlySpan<byte> key, CipherSettings settings, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag,
        ReadOnlySpan<byte> additionalData, Span<byte> plaintext)
    {
        // A shorter tag than was agreed on would be easier to guess.
        if (tag.Length != settings.TagLength)
        {
            throw DecryptionFailed();
        }

        using var gcm = new AesGcm(key, settings.TagLength);
        try
        {
            gcm.Decrypt(iv, ciphertext, tag, plaintext, additionalData);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw DecryptionFailed();
        }
    }

    // One reason and one text, so that the answer does not tell what was wrong.
    private static KmipOperationException DecryptionFailed() => new(ResultReason.CryptographicFailure, "The data cannot be decrypted.");

    private static Aes Create(ReadOnlySpan<byte> key)
    {
        Aes aes = Aes.Create();
        try
        {
            aes.SetKey(key);
            return aes;
        }
        catch
        {
            aes.Dispose();
            throw;
        }
    }
}
