namespace Kmip.KeyProviders.Gcp;

/// <summary>The addresses of Google that credentials may name, and no others.</summary>
internal static class GcpHosts
{
    public const string TokenAddress = "https://oauth2.googleapis.com/token";

    public const string IamHost = "iamcredentials.googleapis.com";

    /// <summary>The address of the metadata server as Google's machines know it without a name service.</summary>
    public const string MetadataAddress = "http://169.254.169.254/computeMetadata/v1/instance/service-accounts/";

    public const string StsHost = "sts.googleapis.com";

    /// <summary>Google has issued keys with each of these.</summary>
    public static readonly string[] TokenAddresses =
        [TokenAddress, "https://accounts.google.com/o/oauth2/token", "https://www.googleapis.com/oauth2/v4/token", "https://www.googleapis.com/oauth2/v3/token"];

    public static readonly string[] StsAddresses = ["https://sts.googleapis.com/v1/token"];

    public static readonly string[] StsInfoAddresses = ["https://sts.googleapis.com/v1/introspect", "https://sts.googleapis.com/v1/token-info"];

    public static readonly string[] AwsRoleAddresses =
        ["http://169.254.169.254/latest/meta-data/iam/security-credentials", "http://[fd00:ec2::254]/latest/meta-data/iam/security-credentials"];

    public static readonly string[] AwsRegionAddresses =
        ["http://169.254.169.254/latest/meta-data/placement/availability-zone", "http://[fd00:ec2::254]/latest/meta-data/placement/availability-zone"];

    public static readonly string[] AwsSessionAddresses = ["http://169.254.169.254/latest/api/token", "http://[fd00:ec2::254]/latest/api/token"];

    public static readonly string[] AwsVerificationAddresses =
        ["https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"];

    private static readonly string[] SecureHosts = ["oauth2.googleapis.com", "accounts.google.com", "www.googleapis.com", StsHost, IamHost];

    private static readonly string[] MetadataHosts = ["169.254.169.254", "metadata.google.internal", "[fd00:ec2::254]"];

    /// <summary>True for a service that issues credentials, at its own address and over what it speaks.</summary>
    public static bool IsCredentialService(Uri uri) =>
        uri.IsDefaultPort && (uri.Scheme == Uri.UriSchemeHttps ? SecureHosts.Contains(uri.Host) : MetadataHosts.Contains(uri.Host));
}
