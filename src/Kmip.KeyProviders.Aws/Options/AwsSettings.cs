using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Aws;

/// <summary>The options after their checks: what is left to decide is decided here, once, before any request.</summary>
internal sealed class AwsSettings
{
    public required AwsKeyProviderOptions Options { get; init; }

    public required string Region { get; init; }

    public required Uri? KmsEndpoint { get; init; }

    public required Uri? StsEndpoint { get; init; }

    /// <summary>What was found in the environment and is not used.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="KeyProviderException">InvalidConfiguration or CredentialsMissing, naming the option and never its value where it is secret.</exception>
    public static AwsSettings From(AwsKeyProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AwsOptionChecks.CheckKey(options);
        AwsOptionChecks.CheckCredentials(options);
        AwsOptionChecks.CheckRole(options);
        AwsOptionChecks.CheckContext(options);
        return new AwsSettings
        {
            Options = options,
            Region = ChooseRegion(options),
            KmsEndpoint = ChooseEndpoint(options, options.EndpointUrl, "EndpointUrl", "AWS_ENDPOINT_URL_KMS"),
            StsEndpoint = ChooseEndpoint(options, options.StsEndpointUrl, "StsEndpointUrl", "AWS_ENDPOINT_URL_STS"),
            Warnings = AwsEnvironment.FindIgnored(options),
        };
    }

    private static string ChooseRegion(AwsKeyProviderOptions options)
    {
        string? arnRegion = AwsArn.RegionOf(options.KeyId);
        string? given = options.Region ?? arnRegion;
        if (given is null && options.DefaultChain)
        {
            given = options.Environment("AWS_REGION") ?? options.Environment("AWS_DEFAULT_REGION") ?? AwsProfiles.Find(options)?.Region?.SystemName;
        }

        if (given is null)
        {
            throw AwsOptionChecks.Invalid("The AWS region is missing.", "Give a region such as us-east-1.");
        }

        if (!AwsRegions.TryNormalize(given, out string? region))
        {
            throw AwsOptionChecks.Invalid("The AWS region does not look like one.", "Give a region such as us-east-1 or US_EAST_1.");
        }

        if (arnRegion is not null && arnRegion != region)
        {
            throw AwsOptionChecks.Invalid($"The key's ARN names the region {arnRegion}, but the region is {region}.", "Give the region of the key.");
        }

        return region;
    }

    private static Uri? ChooseEndpoint(AwsKeyProviderOptions options, string? explicitUrl, string option, string variable)
    {
        if (explicitUrl is not null)
        {
            return KeyServiceEndpoint.Check(explicitUrl, option);
        }

        if (!options.UseEnvironmentEndpoints)
        {
            return null;
        }

        foreach (string name in (ReadOnlySpan<string>)[variable, "AWS_ENDPOINT_URL"])
        {
            if (options.Environment(name) is { Length: > 0 } url)
            {
                return KeyServiceEndpoint.Check(url, name);
            }
        }

        return AwsProfiles.Find(options)?.EndpointUrl is { Length: > 0 } fromProfile ? KeyServiceEndpoint.Check(fromProfile, "endpoint_url of the profile") : null;
    }
}
