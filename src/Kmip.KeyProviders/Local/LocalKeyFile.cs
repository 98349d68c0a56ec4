using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Kmip.KeyProviders;

/// <summary>
/// The key file of <see cref="LocalKeyProvider"/>: 32 raw bytes, or their base64 or hexadecimal form with white space around it.
/// On Unix the file must not be readable or writable by others, nor writable by its group; on Windows its access list is left to the operator.
/// </summary>
internal static class LocalKeyFile
{
    /// <summary>The length of the key in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>More is no key in any of the forms; it is not read, so that a wrong path (a device, a disk image) costs nothing.</summary>
    private const int MaximumFileLength = 1024;

    private const UnixFileMode TooOpen = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    /// <summary>
    /// Creates a key file with a new random key in base64, mode 0600 from its first moment, flushed to the disk before this returns.
    /// </summary>
    /// <param name="path">The file, which must not exist (a symbolic link counts as existing).</param>
    /// <exception cref="KeyProviderException"><see cref="KeyProviderError.InvalidConfiguration"/>: it exists or cannot be created.</exception>
    public static void Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] key = RandomNumberGenerator.GetBytes(KeyLength);
        byte[] text = new byte[Base64.GetMaxEncodedToUtf8Length(KeyLength) + 1];
        try
        {
            Base64.EncodeToUtf8(key, text, out _, out int written);
            text[written] = (byte)'\n';
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            file.Write(text.AsSpan(0, written + 1));
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"The key file {path} cannot be created: {Reason(e)}.", "Name a file that does not exist yet in a folder that can be written to.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>Reads the key; the caller zeroes it.</summary>
    public static byte[] Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] content = new byte[MaximumFileLength + 1];
        try
        {
            int length;
            using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, BufferSize = 0 }))
            {
                if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & TooOpen) != 0)
                {
                    throw Invalid($"The key file {path} is open to other users.", "Take their rights away: chmod 600.");
                }

                length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            }

            return Parse(content.AsSpan(0, length))
                ?? throw Invalid($"The key file {path} holds no key.", "It must hold 32 bytes, raw or as base64 or hexadecimal text.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"The key file {path} cannot be read: {Reason(e)}.", "Check the path and the rights of the file.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static byte[]? Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length == KeyLength)
        {
            return content.ToArray();
        }

        ReadOnlySpan<byte> text = content.Trim(" \t\r\n"u8);
        byte[] key = new byte[KeyLength];
        bool decoded = text.Length switch
        {
            KeyLength * 2 => Convert.FromHexString(text, key, out _, out int written) == OperationStatus.Done && written == KeyLength,
            44 => Base64.DecodeFromUtf8(text, key, out _, out int written) == OperationStatus.Done && written == KeyLength,
            _ => false,
        };
        return decoded ? key : null;
    }

    /// <summary>Short reasons in our words: the runtime's texts repeat the path.</summary>
    private static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file or folder",
        UnauthorizedAccessException => "access is denied or it is a folder",
        IOException { HResult: 17 or unchecked((int)0x80070050) } => "it exists already",
        _ => "an input/output error occurred",
    };

    private static KeyProviderException Invalid(string message, string remedy) => new(KeyProviderError.InvalidConfiguration, message) { Remedy = remedy };
}
