namespace Kmip.KeyProviders;

/// <summary>Why a key provider failed, in terms that are the same for every provider. The table in the reference maps each service to them.</summary>
public enum KeyProviderError
{
    /// <summary>The service refused because of too many requests. Retried.</summary>
    Throttled,

    /// <summary>The service could not be reached, broke off, or answered something that is no answer of it. Retried.</summary>
    Unavailable,

    /// <summary>The credentials are good but lack the permission.</summary>
    AccessDenied,

    /// <summary>The service does not accept the credentials: expired, unknown, or a signature outside the allowed clock skew.</summary>
    CredentialsRejected,

    /// <summary>No credentials were found where they were looked for.</summary>
    CredentialsMissing,

    /// <summary>The key encryption key is disabled, scheduled for deletion or otherwise in a state that forbids its use.</summary>
    KeyDisabled,

    /// <summary>The key encryption key is destroyed for good.</summary>
    KeyDestroyed,

    /// <summary>There is no such key encryption key.</summary>
    KeyNotFound,

    /// <summary>The wrapped bytes are damaged, or were made with another key or another encryption context.</summary>
    CiphertextRejected,

    /// <summary>The key encryption key exists but is not meant for wrapping.</summary>
    KeyUsageForbidden,

    /// <summary>The unwrapped key does not have the expected length.</summary>
    UnexpectedPlaintext,

    /// <summary>A checksum between the service and us did not match. Retried.</summary>
    IntegrityCheckFailed,

    /// <summary>An option, or a request as the options shape it, is wrong.</summary>
    InvalidConfiguration,

    /// <summary>The time allowed for the whole call was used up.</summary>
    DeadlineExceeded,
}
