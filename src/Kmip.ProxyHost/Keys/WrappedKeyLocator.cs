using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Keys;

/// <summary>Where a wrapped key lies, and its bytes.</summary>
internal sealed record LocatedWrappedKey(byte[] Bytes, string Source);

/// <summary>Finds the wrapped key of an entry: the file of <c>--wrappedKey</c>, else the metadata's field, else the <c>.key</c> file beside it.</summary>
internal static class WrappedKeyLocator
{
    /// <summary>Finds the wrapped key. Throws <see cref="ProxyException"/> that says where it was looked for.</summary>
    public static LocatedWrappedKey Locate(ProxyContext context, SnapshotLayout layout, SnapshotEntry entry, KeyMetadata metadata, bool fromOption)
    {
        if (fromOption)
        {
            string path = context.Options[ProxyOptions.WrappedKey]!;
            return new LocatedWrappedKey(ReadFile(context.Files, path, "the file of --wrappedKey, " + path.Printable()), "--wrappedKey " + path.Printable());
        }

        if (metadata[MetadataField.EncryptedKey] is string text)
        {
            byte[] bytes = WrappedKey.FromText(text) ?? throw new ProxyException(ExitCode.Metadata,
                $"{entry.MetadataPath}: field {MetadataField.EncryptedKey.Name()} is neither base64 nor hex");
            return new LocatedWrappedKey(bytes, $"metadata field {MetadataField.EncryptedKey.Name()}");
        }

        string sibling = layout.WrappedKeyPath(entry.KeyId, entry.Provider);
        return context.Files.FileExists(sibling)
            ? new LocatedWrappedKey(ReadFile(context.Files, sibling, sibling), sibling)
            : throw new ProxyException(ExitCode.Metadata, $"key {entry.KeyId} ({entry.Describe()}) has no wrapped key: it has no field "
                + $"{MetadataField.EncryptedKey.Name()} and there is no {Path.GetFileName(sibling)} beside it; name the file with --wrappedKey");
    }

    private static byte[] ReadFile(IFileSystem files, string path, string description)
    {
        byte[] content;
        try
        {
            content = files.Read(path, WrappedKey.MaximumLength);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.Metadata, $"cannot read {description}: {FileErrors.Describe(e)}", e);
        }

        return content.Length > WrappedKey.MaximumLength
            ? throw new ProxyException(ExitCode.Metadata, $"{description} is longer than {WrappedKey.MaximumLength} bytes: not a wrapped key")
            : WrappedKey.FromFile(content) ?? throw new ProxyException(ExitCode.Metadata, $"{description} is empty");
    }
}
