namespace Kmip.KeyProviders.Aws;

/// <summary>Which service a request goes to: it decides how the answer looks and how failures read.</summary>
internal enum AwsService
{
    /// <summary>KMS: JSON.</summary>
    Kms,

    /// <summary>STS: XML.</summary>
    Sts,
}
