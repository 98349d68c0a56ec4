using System.Security.Cryptography;
using Kmip.KeyProviders;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Store;

/// <summary>
/// Wraps new keys while a client waits. Made at start, where it wraps and unwraps a random key once: a cloud key that may encrypt but not decrypt would take
/// keys that nobody could ever open again.
/// </summary>
internal sealed class NewKeyWrapper : IDisposable
{
    private readonly IKeyProvider _provider;

    private NewKeyWrapper(CloudProvider provider, IKeyProvider keyProvider, IReadOnlyDictionary<MetadataField, string?> fields)
    {
        Provider = provider;
        _provider = keyProvider;
        Fields = fields;
    }

    /// <summary>Who wraps; stands in the name of the new files.</summary>
    public CloudProvider Provider { get; }

    /// <summary>What a new file says of the wrapping key: names, never credentials.</summary>
    public IReadOnlyDictionary<MetadataField, string?> Fields { get; }

    /// <summary>
    /// Settles who wraps: <c>-cloudProvider</c>, else the one provider of the keys present. Options and environment name the wrapping key and the
    /// credentials; what they leave out of the wrapping key's name (never of the credentials) is taken from the first key of the provider.
    /// Throws <see cref="ProxyException"/> where that does not suffice or the trial fails.
    /// </summary>
    public static async Task<NewKeyWrapper> OpenAsync(ProxyContext context, IReadOnlyList<OpenedKey> opened, CancellationToken cancellationToken)
    {
        CloudProvider provider = KeySelection.ProviderOption(context) ?? OnlyProviderOf(opened);
        KeySettings settings = Complete(KeySettler.Settle(context, provider, null), opened);
        if (provider == CloudProvider.Aws && settings[MetadataField.CustomerMasterKeyId] is null)
        {
            throw CommandLineGuard.Usage("--allowNewKeys needs the customer master key that wraps new keys: give --awsKeyId");
        }

        if (provider == CloudProvider.Gcp && settings[MetadataField.KeyVersionResourceId] is null)
        {
            throw CommandLineGuard.Usage("--allowNewKeys needs the Cloud KMS key that wraps new keys: give --gcpKeyName");
        }

        IKeyProvider? trial = null;
        try
        {
            trial = context.Providers.Create(context, settings, RetryPolicy.AtStart);
            await TryAsync(trial, cancellationToken).ConfigureAwait(false);
            return new NewKeyWrapper(provider, context.Providers.Create(context, settings, RetryPolicy.WhileClientWaits), WrappingKeyFields.Of(settings));
        }
        catch (KeyProviderException e)
        {
            throw KeyFailure.ExplainWrapping($"--allowNewKeys: a trial key cannot be wrapped and unwrapped by {provider.Name()}", settings, e);
        }
        finally
        {
            (trial as IDisposable)?.Dispose();
        }
    }

    /// <summary>Wraps a key. Throws <see cref="KeyProviderException"/>.</summary>
    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => _provider.WrapAsync(key, cancellationToken);

    /// <summary>Lets the provider go.</summary>
    public void Dispose() => (_provider as IDisposable)?.Dispose();

    private static CloudProvider OnlyProviderOf(IReadOnlyList<OpenedKey> opened)
    {
        CloudProvider[] present = [.. opened.Select(static key => key.Entry.Provider).Distinct()];
        return present.Length == 1
            ? present[0]
            : throw CommandLineGuard.Usage("--allowNewKeys: say who wraps new keys with -cloudProvider, " + CloudProviders.All);
    }

    private static KeySettings Complete(KeySettings settings, IReadOnlyList<OpenedKey> opened)
    {
        KeySettings? known = opened.FirstOrDefault(key => key.Settings?.Provider == settings.Provider)?.Settings;
        return known is null ? settings : new KeySettings
        {
            Provider = settings.Provider,
            Fields = [.. settings.Fields.Select(pair => (pair.Field, pair.Setting ?? (WrappingKeyFields.IsOne(pair.Field) ? known.Find(pair.Field) : null)))],
            UsesDefaultChain = settings.UsesDefaultChain,
            IsRoleBased = settings.IsRoleBased,
            Notes = settings.Notes,
        };
    }

    private static async Task TryAsync(IKeyProvider provider, CancellationToken cancellationToken)
    {
        byte[] key = RandomNumberGenerator.GetBytes(WrappedKey.MasterKeyLength);
        byte[] back = new byte[WrappedKey.MasterKeyLength];
        try
        {
            byte[] wrapped = await provider.WrapAsync(key, cancellationToken).ConfigureAwait(false);
            int length = await provider.UnwrapAsync(wrapped, back, cancellationToken).ConfigureAwait(false);
            if (length != key.Length || !CryptographicOperations.FixedTimeEquals(key, back))
            {
                throw new KeyProviderException(KeyProviderError.UnexpectedPlaintext, "what was wrapped does not unwrap to itself");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(back);
        }
    }
}
