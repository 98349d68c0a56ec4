namespace Kmip.KeyProviders.Gcp;

/// <summary>Which service answered: it decides how its failures read.</summary>
internal enum GcpService
{
    /// <summary>Cloud KMS.</summary>
    Kms,

    /// <summary>The OAuth token service, or the security token service of workload identity federation.</summary>
    Token,

    /// <summary>IAM Credentials, which issues tokens of other service accounts.</summary>
    Iam,

    /// <summary>The metadata server of the machine.</summary>
    Metadata,
}
