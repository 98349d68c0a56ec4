using System.Security.Cryptography;
using Kmip.KeyProviders;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Store;

namespace Kmip.ProxyHost.Commands;

/// <summary>
/// <c>add-key</c>: wraps a new or a given 32-byte key and writes the layout, so that a dbpath can be prepared. The file holds the wrapped key and the names
/// needed to unwrap it (region, key name, key file), no credentials. An existing key is never overwritten.
/// </summary>
internal static class AddKeyCommand
{
    /// <summary>Runs the command.</summary>
    public static async Task<ExitCode> RunAsync(ProxyContext context, CancellationToken cancellationToken)
    {
        SnapshotLayout layout = new(context.RequireDatabasePath());
        CloudProvider provider = KeySelection.ProviderOption(context)
            ?? throw CommandLineGuard.Usage("option -cloudProvider is missing: say who wraps the key, " + CloudProviders.All);
        string keyId = KeySelection.RequireSafe(context.Options[ProxyOptions.KeyId] ?? Guid.NewGuid().ToString("D"));
        SnapshotListing.Read(context.Files, layout, mayBeEmpty: true);
        using DirectoryLock directoryLock = DirectoryLock.Take(layout.DatabasePath);
        CommitJournal.Finish(context, layout);

        // Under the lock, or another process could add the key between the look and the write.
        SnapshotListing listing = SnapshotListing.Read(context.Files, layout, mayBeEmpty: true);
        if (listing.Entries.FirstOrDefault(entry => entry.KeyId == keyId) is SnapshotEntry existing)
        {
            throw new ProxyException(ExitCode.Usage, $"key {keyId} exists already ({existing.Describe()}): choose another --keyId");
        }

        byte[] key = ReadOrCreateKey(context);
        try
        {
            string path = await WrapAndWriteAsync(context, layout, provider, keyId, key, cancellationToken).ConfigureAwait(false);
            context.Log.Info($"key {keyId} ({provider.Name()}) written to {path}");
            return ExitCode.Success;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Wraps a key and writes its metadata durably; gives the file's path.</summary>
    public static async Task<string> WrapAndWriteAsync(
        ProxyContext context, SnapshotLayout layout, CloudProvider provider, string keyId, byte[] key, CancellationToken cancellationToken)
    {
        KeySettings settings = KeySettler.Settle(context, provider, null);
        byte[] wrapped = await WrapAsync(context, settings, key, cancellationToken).ConfigureAwait(false);
        Dictionary<MetadataField, string?> fields = WrappingKeyFields.Of(settings);
        fields[MetadataField.EncryptedKey] = Convert.ToBase64String(wrapped);
        KmipSection section = new() { KeyCheck = KmipSection.ComputeKeyCheck(key, keyId) };
        FileOwner? owner = Ownership.ForFilesIn(context.Files, layout.DatabasePath);
        CreateDirectory(context.Files, layout.CredentialsDirectory, owner);
        string path = layout.MetadataPath(keyId, provider);
        AtomicFile.Write(context.Files, path, MetadataWriter.Compose([], fields, section.ToJson()), owner);
        return path;
    }

    private static async Task<byte[]> WrapAsync(ProxyContext context, KeySettings settings, byte[] key, CancellationToken cancellationToken)
    {
        IKeyProvider? provider = null;
        try
        {
            provider = context.Providers.Create(context, settings, RetryPolicy.AtStart);
            return await provider.WrapAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyProviderException e)
        {
            throw KeyFailure.ExplainWrapping("the new key cannot be wrapped", settings, e);
        }
        finally
        {
            (provider as IDisposable)?.Dispose();
        }
    }

    private static void CreateDirectory(IFileSystem files, string directory, FileOwner? owner)
    {
        try
        {
            files.CreatePrivateDirectory(directory, owner);
            files.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(directory))!);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.File, $"cannot create {directory}: {FileErrors.Describe(e)}", e);
        }
    }

    private static byte[] ReadOrCreateKey(ProxyContext context)
    {
        if (context.Options[ProxyOptions.MasterKeyFile] is not string path)
        {
            return RandomNumberGenerator.GetBytes(WrappedKey.MasterKeyLength);
        }

        byte[] content;
        try
        {
            content = context.Files.Read(path, 1024);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.File, $"cannot read the file of --masterKeyFile, {path.Printable()}: {FileErrors.Describe(e)}", e);
        }

        byte[]? key = WrappedKey.MasterKeyFrom(content, out _);
        CryptographicOperations.ZeroMemory(content);
        return key ?? throw new ProxyException(ExitCode.Usage, $"the file of --masterKeyFile, {path.Printable()}, must hold 32 bytes: raw, base64 or hex");
    }
}
