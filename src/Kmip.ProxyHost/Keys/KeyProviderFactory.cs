using Kmip.KeyProviders;
using Kmip.KeyProviders.Aws;
using Kmip.KeyProviders.Gcp;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Keys;

/// <summary>The providers of this build.</summary>
internal sealed class KeyProviderFactory : IKeyProviderFactory
{
    /// <inheritdoc/>
    public IKeyProvider Create(ProxyContext context, KeySettings settings, RetryPolicy policy) => settings.Provider switch
    {
        CloudProvider.Local => CreateLocal(settings),
        CloudProvider.Aws => CreateAws(context, settings, policy),
        CloudProvider.Gcp => CreateGcp(context, settings, policy),
        _ => throw new KeyProviderException(KeyProviderError.InvalidConfiguration, $"this version of kmip-proxy cannot reach provider {settings.Provider.Name()}"),
    };

    private static LocalKeyProvider CreateLocal(KeySettings settings) =>
        LocalKeyProvider.FromKeyFile(settings[MetadataField.KeyFile]
            ?? throw new KeyProviderException(KeyProviderError.InvalidConfiguration, "no key file of the local provider is named"));

    private static AwsKeyProvider CreateAws(ProxyContext context, KeySettings settings, RetryPolicy policy)
    {
        AwsKeyProvider provider = new(new AwsKeyProviderOptions
        {
            KeyId = settings[MetadataField.CustomerMasterKeyId],
            Region = settings[MetadataField.Region],
            AccessKeyId = settings[MetadataField.AccessKeyId],
            SecretAccessKey = settings[MetadataField.SecretAccessKey],
            SessionToken = settings[MetadataField.SessionToken],
            DefaultChain = settings.UsesDefaultChain,
            RoleArn = settings[MetadataField.RoleArn],
            ExternalId = context.Options[ProxyOptions.AwsExternalId],
            EndpointUrl = context.Options[ProxyOptions.AwsEndpointUrl],
            StsEndpointUrl = context.Options[ProxyOptions.AwsStsEndpointUrl],
            UseEnvironmentEndpoints = context.Options.Has(ProxyOptions.UseEnvironmentEndpoints),
            UseEnvironmentProxy = context.Options.Has(ProxyOptions.UseEnvironmentProxy),
            RetryPolicy = policy,
            TimeProvider = context.Time,
        });
        Warn(context, provider.Warnings);
        return provider;
    }

    /// <summary>
    /// Credentials in the metadata were written by somebody else: they may name no other place to take a token from. A file that the operator names, and
    /// the default chain, may (workload identity federation); local programs are never run.
    /// </summary>
    private static GcpKeyProvider CreateGcp(ProxyContext context, KeySettings settings, RetryPolicy policy)
    {
        Setting? account = settings.Find(MetadataField.ServiceAccountKey);
        bool stored = account?.Origin == SettingOrigin.Metadata;
        GcpKeyProvider provider = new(new GcpKeyProviderOptions
        {
            KeyName = settings[MetadataField.KeyVersionResourceId],
            CredentialsJson = stored ? account!.Value : null,
            CredentialsFile = stored ? null : account?.Value,
            DefaultCredentials = settings.UsesDefaultChain,
            ExternalAccounts = stored ? GcpExternalSources.None : GcpExternalSources.File | GcpExternalSources.Url | GcpExternalSources.Aws,
            ImpersonateServiceAccount = context.Options[ProxyOptions.GcpImpersonate],
            EndpointUrl = context.Options[ProxyOptions.GcpEndpointUrl],
            CredentialEndpointUrl = context.Options[ProxyOptions.GcpCredentialEndpointUrl],
            UseEnvironmentProxy = context.Options.Has(ProxyOptions.UseEnvironmentProxy),
            RetryPolicy = policy,
            TimeProvider = context.Time,
        });
        Warn(context, provider.Warnings);
        return provider;
    }

    private static void Warn(ProxyContext context, IReadOnlyList<string> warnings)
    {
        foreach (string warning in warnings)
        {
            context.Log.WarnOnce(warning);
        }
    }
}
