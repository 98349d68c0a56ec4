using System.Security.Cryptography;
using Kmip.KeyProviders;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Keys;

/// <summary>
/// Opens keys: reads the metadata, settles the credentials, finds the wrapped key, unwraps. Used by serving, <c>check</c> and <c>add-key</c>, so that what
/// one says holds for the others. Never throws for a key: the reason stands in the result.
/// </summary>
internal sealed class KeyOpener(ProxyContext context, SnapshotLayout layout)
{
    /// <summary>The longest plaintext that is taken: room for any object that the store wraps.</summary>
    private const int MaximumPlaintextLength = KeyProviderLimits.MaximumDataKeyLength;

    /// <summary>Opens all keys at once; each has the policy's time, so a cloud that hangs delays nobody else.</summary>
    public async Task<IReadOnlyList<OpenedKey>> OpenAllAsync(KeySelection selection, RetryPolicy policy, CancellationToken cancellationToken)
    {
        Task<OpenedKey>[] tasks =
            [.. selection.Entries.Select(entry => Task.Run(() => OpenAsync(entry, entry == selection.WithWrappedKeyOption, policy, cancellationToken), cancellationToken))];
        return await Task.WhenAll(tasks).ConfigureAwait(false);
    }

    /// <summary>Opens one key.</summary>
    public async Task<OpenedKey> OpenAsync(SnapshotEntry entry, bool wrappedKeyFromOption, RetryPolicy policy, CancellationToken cancellationToken)
    {
        KeyMetadata? metadata = null;
        KmipSection? section = null;
        KeySettings? settings = null;
        MasterKey? key = null;
        try
        {
            metadata = entry.MetadataPath is null ? new KeyMetadata("", [], [], null) : MetadataReader.Read(context.Files, entry.MetadataPath);
            section = metadata.KmipSection is byte[] json ? KmipSection.Parse(metadata.Path, entry.KeyId, json) : null;
            if (section?.IsDestroyed is true)
            {
                return new OpenedKey { Entry = entry, Metadata = metadata, Section = section, FromOption = wrappedKeyFromOption };
            }

            settings = KeySettler.Settle(context, entry.Provider, metadata);
            LocatedWrappedKey wrapped = WrappedKeyLocator.Locate(context, layout, entry, metadata, wrappedKeyFromOption);
            List<string> notes = [.. settings.Notes];
            key = await UnwrapAsync(entry, settings, section, wrapped, policy, notes, cancellationToken).ConfigureAwait(false);
            return new OpenedKey
            {
                Entry = entry,
                Metadata = metadata,
                Section = section,
                Key = key,
                Content = section?.Sealed is byte[] content ? Unseal(entry, key, content) : null,
                FromOption = wrappedKeyFromOption,
                Settings = settings,
                Notes = notes,
                Sources = Join(settings.DescribeSources(), "wrapped key from " + wrapped.Source),
            };
        }
        catch (ProxyException e)
        {
            key?.Dispose();
            return new OpenedKey
            {
                Entry = entry,
                Metadata = metadata,
                Section = section,
                Failure = e,
                FromOption = wrappedKeyFromOption,
                Settings = settings,
                Notes = settings?.Notes ?? [],
                Sources = settings?.DescribeSources() ?? "",
            };
        }
    }

    private async Task<MasterKey> UnwrapAsync(
        SnapshotEntry entry, KeySettings settings, KmipSection? section, LocatedWrappedKey wrapped, RetryPolicy policy, List<string> notes,
        CancellationToken cancellationToken)
    {
        byte[] plaintext = GC.AllocateArray<byte>(MaximumPlaintextLength, pinned: true);
        byte[]? key = null;
        IKeyProvider? provider = null;
        try
        {
            provider = context.Providers.Create(context, settings, policy);
            int length = await provider.UnwrapAsync(wrapped.Bytes, plaintext, cancellationToken).ConfigureAwait(false);
            key = WrappedKey.MasterKeyFrom(plaintext.AsSpan(0, length), out bool wasText);
            if (key is null)
            {
                throw new KeyProviderException(KeyProviderError.UnexpectedPlaintext,
                    $"it unwraps to {length} bytes, but a master key has {WrappedKey.MasterKeyLength} bytes (or is the base64 or hex text of so many)");
            }

            if (section?.Matches(key, entry.KeyId) is false)
            {
                throw new KeyProviderException(KeyProviderError.UnexpectedPlaintext,
                    "it unwraps to a key that is not this one (field keyCheck of the kmip section does not match): it is the wrapped key of another object");
            }

            if (wasText)
            {
                notes.Add($"key {entry.KeyId} unwraps to the text form of a 32-byte key; the 32 bytes are used");
            }

            return new MasterKey(key);
        }
        catch (KeyProviderException e)
        {
            throw KeyFailure.Explain(entry, settings, wrapped.Source, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
            CryptographicOperations.ZeroMemory(key);
            (provider as IDisposable)?.Dispose();
        }
    }

    private static SealedContent Unseal(SnapshotEntry entry, MasterKey key, byte[] content)
    {
        string path = entry.Describe();
        return SealedContent.TryOpen(key.Span, path, entry.KeyId, content)
            ?? throw new ProxyException(ExitCode.Key, $"key {entry.KeyId} ({path}): field sealed of its kmip section was changed, or is that of another object; "
                + "restore the file from a copy", new KeyProviderException(KeyProviderError.CiphertextRejected, "The sealed object was changed."));
    }

    private static string Join(string first, string second) => first.Length == 0 ? second : first + ", " + second;
}
