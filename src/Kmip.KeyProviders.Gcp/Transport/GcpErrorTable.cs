namespace Kmip.KeyProviders.Gcp;

/// <summary>The error codes of Cloud KMS and of the services that issue credentials. A code decides where it is known; else the HTTP status does.</summary>
internal static class GcpErrorTable
{
    /// <summary>What a failure means.</summary>
    /// <param name="answer">The failure.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="unwraps">True when the request was to decrypt: then an invalid argument is the ciphertext, since all else was checked here.</param>
    public static KeyProviderError Classify(GcpErrorAnswer answer, int status, bool unwraps) => answer.Code switch
    {
        "RESOURCE_EXHAUSTED" or "rate_limit_exceeded" or "slow_down" => KeyProviderError.Throttled,
        "UNAVAILABLE" or "INTERNAL" or "DEADLINE_EXCEEDED" or "ABORTED" or "CANCELLED" or "UNKNOWN" or "DATA_LOSS"
            or "server_error" or "temporarily_unavailable" or "internal_failure" or "backend_error" => KeyProviderError.Unavailable,
        "PERMISSION_DENIED" => KeyProviderError.AccessDenied,
        "UNAUTHENTICATED" or "invalid_grant" or "invalid_client" or "unauthorized_client" or "invalid_token" or "access_denied" or "invalid_scope"
            => KeyProviderError.CredentialsRejected,
        "NOT_FOUND" => KeyProviderError.KeyNotFound,
        "FAILED_PRECONDITION" => Precondition(answer),
        "INVALID_ARGUMENT" => unwraps ? KeyProviderError.CiphertextRejected : KeyProviderError.InvalidConfiguration,
        "OUT_OF_RANGE" or "UNIMPLEMENTED" or "invalid_request" or "invalid_target" => KeyProviderError.InvalidConfiguration,
        _ => ByStatus(status),
    };

    /// <summary>What happened and what to do, in our words.</summary>
    public static (string Message, string? Remedy) Describe(KeyProviderError error, GcpService service, GcpErrorAnswer answer)
    {
        string name = GcpFailures.NameOf(service);
        return error switch
        {
            KeyProviderError.Throttled => ($"{name} throttled the requests.", "Try again later, or ask Google for a higher quota."),
            KeyProviderError.Unavailable => ($"{name} reported a failure of its own.", "Try again later; see the Google Cloud status page."),
            KeyProviderError.AccessDenied when answer.Reason == "SERVICE_DISABLED" => (
                "The Cloud KMS API is not enabled in the project that is charged with the requests.", "Enable cloudkms.googleapis.com there, or name another quota project."),
            KeyProviderError.AccessDenied when service != GcpService.Kms => (
                "The Google Cloud credentials may not issue tokens for the service account.",
                "Grant them roles/iam.serviceAccountTokenCreator (workload identities: roles/iam.workloadIdentityUser) on it."),
            KeyProviderError.AccessDenied => (
                "The Google Cloud credentials lack the permission to use the key.",
                "Grant roles/cloudkms.cryptoKeyDecrypter (cryptoKeyEncrypterDecrypter to wrap as well) on the key."),
            KeyProviderError.CredentialsRejected => (
                $"{name} refused the cloud credentials: expired, revoked, unknown, or signed with a wrong key or clock.",
                "Give a service account key that exists, or log in again."),
            KeyProviderError.KeyDestroyed => ("The Cloud KMS key version is destroyed.", "Its material is gone for good; only a backup of the data key helps."),
            KeyProviderError.KeyDisabled when answer.KeyState == "DESTROY_SCHEDULED" => (
                "The Cloud KMS key version is scheduled for its destruction.", "Restore the version and enable it."),
            KeyProviderError.KeyDisabled when answer.KeyState is { } state and not "DISABLED" => (
                $"The Cloud KMS key version is not usable: its state is {state}.", "Wait for the version or name another one."),
            KeyProviderError.KeyDisabled => ("The Cloud KMS key version is disabled or otherwise not usable.", "Enable the version."),
            KeyProviderError.KeyNotFound => (
                "Cloud KMS knows no such key or version.", "Check project, location, key ring, key and version."),
            KeyProviderError.CiphertextRejected => (
                "Cloud KMS cannot decrypt the wrapped key: it is damaged, or was made with another key or other additional authenticated data.",
                "Check that wrapped key, key name and additional authenticated data belong together."),
            KeyProviderError.KeyUsageForbidden => (
                "The Cloud KMS key has another purpose.", "Use a key with the purpose ENCRYPT_DECRYPT, or say that it is asymmetric if its purpose is ASYMMETRIC_DECRYPT."),
            _ => ($"{name} refused the request as it is.", "Check the key name, whether the key is symmetric, the endpoint and the credentials."),
        };
    }

    private static KeyProviderError Precondition(GcpErrorAnswer answer) => answer switch
    {
        { Violation: { } violation } when violation.Contains("PURPOSE", StringComparison.Ordinal) => KeyProviderError.KeyUsageForbidden,
        { KeyState: "DESTROYED" } => KeyProviderError.KeyDestroyed,
        _ => KeyProviderError.KeyDisabled,
    };

    private static KeyProviderError ByStatus(int status) => status switch
    {
        401 => KeyProviderError.CredentialsRejected,
        403 => KeyProviderError.AccessDenied,
        404 => KeyProviderError.KeyNotFound,
        429 => KeyProviderError.Throttled,
        408 or >= 500 => KeyProviderError.Unavailable,
        _ => KeyProviderError.InvalidConfiguration,
    };
}
