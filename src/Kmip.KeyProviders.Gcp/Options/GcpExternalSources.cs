namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// Where credentials of type <c>external_account</c> (workload identity federation) may take their subject token from. Such a file makes this
/// machine read another file or ask another address, so each kind is allowed by name. Local programs are never run.
/// </summary>
[Flags]
public enum GcpExternalSources
{
    /// <summary>None: such credentials are refused.</summary>
    None = 0,

    /// <summary>A local file, as Kubernetes mounts it. Its content is sent to Google's token service.</summary>
    File = 1,

    /// <summary>An address the credentials name, with headers they name: <c>http</c> or <c>https</c>, any host.</summary>
    Url = 2,

    /// <summary>The rights of the AWS machine this runs on: its environment variables, or its metadata service.</summary>
    Aws = 4,
}
