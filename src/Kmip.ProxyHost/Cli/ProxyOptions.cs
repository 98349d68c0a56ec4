namespace Kmip.ProxyHost.Cli;

/// <summary>Every option of the program. The first group are those of the original program, unchanged.</summary>
internal static class ProxyOptions
{
    public static readonly ProxyOption DatabasePath = ProxyOption.Value("dbpath", "DIR", "The snapshot's dbpath.");

    public static readonly ProxyOption CloudProvider = ProxyOption.Value("cloudProvider", "NAME",
        "aws, azure, gcp or local. May be left out: then the keys of every provider found in the dbpath are used.");

    public static readonly ProxyOption KmipPort = ProxyOption.Value("kmipPort", "PORT",
        "The port to serve KMIP on, at 127.0.0.1 only. 0 picks a free one and prints it.");

    public static readonly ProxyOption MongodPort = ProxyOption.Value("mongodPort", "PORT", "The port in the mongod command that is printed (27017).");

    public static readonly ProxyOption AwsAccessKey = ProxyOption.Value("awsAccessKey", "ID", "AWS access key identifier.");

    public static readonly ProxyOption AwsSecretAccessKey = ProxyOption.Value("awsSecretAccessKey", "SECRET",
        "AWS secret access key. Other users can see it in the process list: prefer the environment or --awsSecretAccessKeyFile.", secret: true);

    public static readonly ProxyOption AwsSessionToken = ProxyOption.Value("awsSessionToken", "TOKEN",
        "AWS session token of temporary credentials. Prefer the environment or --awsSessionTokenFile.", secret: true);

    public static readonly ProxyOption AwsRegion = ProxyOption.Value("awsRegion", "REGION", "AWS region, as us-east-1 or US_EAST_1.");

    public static readonly ProxyOption AwsSecretAccessKeyFile = ProxyOption.Value("awsSecretAccessKeyFile", "FILE", "Reads the secret access key from a file.");

    public static readonly ProxyOption AwsSessionTokenFile = ProxyOption.Value("awsSessionTokenFile", "FILE", "Reads the session token from a file.");

    public static readonly ProxyOption AwsRoleArn = ProxyOption.Value("awsRoleArn", "ARN", "Assumes this role with the credentials found.");

    public static readonly ProxyOption AwsExternalId = ProxyOption.Value("awsExternalId", "ID", "The external ID that the role's trust policy asks for.");

    public static readonly ProxyOption AwsKeyId = ProxyOption.Value("awsKeyId", "KEY",
        "The customer master key (ARN, ID or alias) that wraps new keys; unwrapping does not need it.");

    public static readonly ProxyOption AwsEndpointUrl = ProxyOption.Value("awsEndpointUrl", "URL", "The URL of AWS KMS, for a private endpoint.");

    public static readonly ProxyOption AwsStsEndpointUrl = ProxyOption.Value("awsStsEndpointUrl", "URL",
        "The URL of AWS STS for --awsRoleArn; the value of --awsEndpointUrl is not used for it.");

    public static readonly ProxyOption GcpServiceAccountFile = ProxyOption.Value("gcpServiceAccountFile", "FILE",
        "The JSON file with Google Cloud credentials: a service account's key, or another kind that gcloud writes.");

    public static readonly ProxyOption GcpKeyName = ProxyOption.Value("gcpKeyName", "NAME",
        "The Cloud KMS key: projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY.");

    public static readonly ProxyOption GcpImpersonate = ProxyOption.Value("gcpImpersonateServiceAccount", "EMAIL",
        "Uses the rights of this service account with the credentials found.");

    public static readonly ProxyOption GcpEndpointUrl = ProxyOption.Value("gcpEndpointUrl", "URL",
        "The URL of Cloud KMS, for a regional or private endpoint.");

    public static readonly ProxyOption GcpCredentialEndpointUrl = ProxyOption.Value("gcpCredentialEndpointUrl", "URL",
        "One URL that stands for all of Google's services that issue tokens; the value of --gcpEndpointUrl is not used for them.");

    public static readonly ProxyOption LocalKeyFile = ProxyOption.Value("localKeyFile", "FILE",
        "The AES-256 key of the local provider: 32 bytes raw, base64 or hex.");

    public static readonly ProxyOption WrappedKey = ProxyOption.Value("wrappedKey", "FILE",
        "The wrapped master key: raw, base64 or hex. Comes before the metadata and the .key file.");

    public static readonly ProxyOption KeyId = ProxyOption.Value("keyId", "ID",
        "The key that --wrappedKey belongs to, where there are several; for add-key the name of the new key (a new UUID).");

    public static readonly ProxyOption UseEnvironmentProxy = ProxyOption.Switch("useEnvironmentProxy",
        "Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which are ignored otherwise.");

    public static readonly ProxyOption UseEnvironmentEndpoints = ProxyOption.Switch("useEnvironmentEndpoints",
        "Honours AWS_ENDPOINT_URL_KMS, AWS_ENDPOINT_URL_STS and AWS_ENDPOINT_URL, which are ignored otherwise.");

    public static readonly ProxyOption AllowNewKeys = ProxyOption.Switch("allowNewKeys",
        "Accepts Create, Register, Activate, Revoke and Destroy, and writes the keys, wrapped, into the dbpath.");

    public static readonly ProxyOption AllowUidMismatch = ProxyOption.Switch("allowUidMismatch",
        "Where the dbpath has exactly one key: serves it whatever identifier mongod asks for.");

    public static readonly ProxyOption Ephemeral = ProxyOption.Switch("ephemeral", "Removes the PEM files when the proxy stops.");

    public static readonly ProxyOption NewCertificates = ProxyOption.Switch("newCertificates",
        "Makes new certificates even where the last ones are still good; a running mongod must then be restarted.");

    public static readonly ProxyOption PemDirectory = ProxyOption.Value("pemDir", "DIR",
        "Where kmipCA.pem and kmipClient.pem go (the dbpath). The dbpath may then be read-only.");

    public static readonly ProxyOption Tls13 = ProxyOption.Switch("tls13", "Offers TLS 1.3 besides 1.2 (mongod on Windows may break on it).");

    public static readonly ProxyOption LogFormat = ProxyOption.Value("logFormat", "FORMAT", "text or json (text).");

    public static readonly ProxyOption LogLevel = ProxyOption.Value("logLevel", "LEVEL", "error, warning, info, debug or trace (info). No level shows a secret.");

    public static readonly ProxyOption Json = ProxyOption.Switch("json", "Writes the result as JSON.");

    public static readonly ProxyOption MasterKeyFile = ProxyOption.Value("masterKeyFile", "FILE",
        "The 32-byte key to wrap: raw, base64 or hex. Without it a new one is made.");

    /// <summary>Options that settle where keys and credentials come from.</summary>
    public static readonly ProxyOption[] Keys =
    [
        DatabasePath, CloudProvider, AwsAccessKey, AwsSecretAccessKey, AwsSecretAccessKeyFile, AwsSessionToken, AwsSessionTokenFile, AwsRegion,
        AwsRoleArn, AwsExternalId, AwsKeyId, AwsEndpointUrl, AwsStsEndpointUrl, GcpServiceAccountFile, GcpKeyName, GcpImpersonate,
        GcpEndpointUrl, GcpCredentialEndpointUrl, LocalKeyFile, WrappedKey, KeyId, UseEnvironmentProxy, UseEnvironmentEndpoints,
    ];

    /// <summary>Options of every command.</summary>
    public static readonly ProxyOption[] Common = [LogFormat, LogLevel];

    /// <summary>Options of serving.</summary>
    public static readonly ProxyOption[] Serve =
    [
        .. Keys, KmipPort, MongodPort, AllowNewKeys, AllowUidMismatch, Ephemeral, NewCertificates, PemDirectory, Tls13, .. Common,
    ];

    /// <summary>Options of <c>inspect</c> and <c>check</c>.</summary>
    public static readonly ProxyOption[] Examine = [.. Keys, Json, .. Common];

    /// <summary>Options of <c>add-key</c>.</summary>
    public static readonly ProxyOption[] AddKey = [.. Keys.Where(static option => option != WrappedKey), MasterKeyFile, .. Common];

    /// <summary>Options of <c>demo</c>.</summary>
    public static readonly ProxyOption[] Demo = [Tls13, .. Common];
}
