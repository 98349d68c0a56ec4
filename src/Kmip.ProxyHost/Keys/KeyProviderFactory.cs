using Kmip.KeyProviders;
using Kmip.KeyProviders.Aws;
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
        foreach (string warning in provider.Warnings)
        {
            context.Log.WarnOnce(warning);
        }

        return provider;
    }
}
