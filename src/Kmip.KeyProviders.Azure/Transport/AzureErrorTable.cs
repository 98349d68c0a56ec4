namespace Kmip.KeyProviders.Azure;

/// <summary>
/// The error codes of Key Vault, Managed HSM and Entra ID. The innermost code decides where it is known, then the outer one, then the HTTP status.
/// </summary>
internal static class AzureErrorTable
{
    /// <summary>What a failure means.</summary>
    /// <param name="answer">The failure.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="unwraps">True when the request was to unwrap: then a bad parameter is the ciphertext, since all else was checked here.</param>
    public static KeyProviderError Classify(AzureErrorAnswer answer, int status, bool unwraps) =>
        (answer.Inner is { } inner ? ByCode(inner, unwraps) : null) ?? ByCode(answer.Code, unwraps) ?? ByStatus(status);

    /// <summary>What happened and what to do, in our words.</summary>
    public static (string Message, string Remedy) Describe(KeyProviderError error, AzureService service, AzureErrorAnswer answer)
    {
        string name = AzureFailures.NameOf(service);
        return error switch
        {
            KeyProviderError.Throttled => ($"{name} throttled the requests.", "Try again later; the limits are those of the vault and of the subscription."),
            KeyProviderError.Unavailable => ($"{name} reported a failure of its own.", "Try again later; see the Azure status page."),
            KeyProviderError.AccessDenied when answer.Exact is "ForbiddenByFirewall" or "ForbiddenByConnection" => (
                "The firewall of the vault does not let this machine in.", "Allow its address in the vault's network settings, or use a private endpoint."),
            KeyProviderError.AccessDenied => (
                "The Azure credentials lack the permission to use the key.",
                "Grant the role Key Vault Crypto User on the key, or in an access policy the permissions decrypt and encrypt (wrapKey: unwrapKey and wrapKey)."),
            KeyProviderError.CredentialsRejected => (
                $"{name} refused the cloud credentials: expired, revoked, unknown, of another tenant, or signed with a wrong key or clock.",
                "Check tenant, client and secret or certificate; renew what expired."),
            KeyProviderError.KeyDisabled when answer.Exact == "KeyExpired" => ("The Key Vault key has expired.", "Move its expiry date, or name another version."),
            KeyProviderError.KeyDisabled when answer.Exact == "KeyNotYetValid" => ("The Key Vault key is not valid yet.", "Move its activation date, or name another version."),
            KeyProviderError.KeyDisabled when answer.Exact.StartsWith("ObjectIs", StringComparison.Ordinal) => (
                "The Key Vault key is deleted, or being deleted.", "Recover the deleted key."),
            KeyProviderError.KeyDisabled => ("The Key Vault key is disabled.", "Enable the version."),
            KeyProviderError.KeyNotFound => ("Key Vault knows no such key or version.", "Check vault, name and version; a deleted key can be recovered."),
            KeyProviderError.CiphertextRejected => (
                "Key Vault cannot unwrap the wrapped key: it is damaged, or was made with another key, version or algorithm.",
                "Check that wrapped key, key identifier with its version, and algorithm belong together."),
            KeyProviderError.KeyUsageForbidden => (
                "The Key Vault key does not permit the operation.", "Permit it in the key's operations, or choose between encrypt and wrapKey."),
            _ => ($"{name} refused the request as it is.", "Check the key identifier, the algorithm and the kind of the key, the length of the data key, and the API version."),
        };
    }

    private static KeyProviderError? ByCode(string code, bool unwraps) => code switch
    {
        "Throttled" or "TooManyRequests" or "RequestLimitExceeded" => KeyProviderError.Throttled,
        "InternalServerError" or "InternalError" or "ServiceUnavailable" or "ServiceError" or "server_error" or "temporarily_unavailable" => KeyProviderError.Unavailable,
        "KeyDisabled" or "KeyExpired" or "KeyNotYetValid" or "ObjectIsBeingDeleted" or "ObjectIsDeletedButRecoverable" => KeyProviderError.KeyDisabled,
        "KeyOperationForbidden" => KeyProviderError.KeyUsageForbidden,
        "Forbidden" or "AccessDenied" or "ForbiddenByPolicy" or "ForbiddenByRbac" or "ForbiddenByFirewall" or "ForbiddenByConnection" => KeyProviderError.AccessDenied,
        "Unauthorized" or "invalid_client" or "invalid_grant" or "unauthorized_client" or "invalid_resource" or "access_denied" or "interaction_required"
            or "invalid_request" => KeyProviderError.CredentialsRejected,
        "KeyNotFound" or "VaultNotFound" => KeyProviderError.KeyNotFound,
        "BadParameter" => unwraps ? KeyProviderError.CiphertextRejected : KeyProviderError.InvalidConfiguration,
        _ => null,
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
