using System.Net;

namespace Kmip.KeyProviders.Aws;

/// <summary>
/// The error codes of KMS and STS. A code decides where it is known; otherwise the class of the HTTP status does. Both the names of the JSON
/// protocol and those of the query protocol (which emulators use for KMS too) are here.
/// </summary>
internal static class AwsErrorTable
{
    public static KeyProviderError Classify(string? code, HttpStatusCode status) => code switch
    {
        "ThrottlingException" or "Throttling" or "ThrottledException" or "TooManyRequestsException" or "RequestLimitExceeded" or "RequestThrottled"
            or "RequestThrottledException" or "LimitExceededException" or "LimitExceeded" or "SlowDown" or "BandwidthLimitExceeded"
            => KeyProviderError.Throttled,
        "KMSInternalException" or "InternalFailure" or "InternalError" or "InternalServerError" or "InternalServiceError" or "InternalException"
            or "DependencyTimeoutException" or "KeyUnavailableException" or "ServiceUnavailable" or "ServiceUnavailableException"
            or "RequestTimeout" or "RequestTimeoutException" or "IDPCommunicationError" or "CloudHsmClusterNotActiveException"
            or "XksProxyUriUnreachableException" or "CustomKeyStoreInvalidStateException"
            => KeyProviderError.Unavailable,
        "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation" or "NotAuthorized" or "NotAuthorizedException" or "OptInRequired"
            => KeyProviderError.AccessDenied,
        "ExpiredTokenException" or "ExpiredToken" or "TokenRefreshRequired" or "UnrecognizedClientException" or "UnrecognizedClient"
            or "InvalidClientTokenId" or "InvalidAccessKeyId" or "InvalidSignatureException" or "InvalidSignature" or "SignatureDoesNotMatch"
            or "IncompleteSignature" or "IncompleteSignatureException" or "MissingAuthenticationToken" or "MissingAuthenticationTokenException"
            or "AuthFailure" or "RequestExpired" or "RequestExpiredException" or "RequestTimeTooSkewed" or "RequestInTheFuture"
            or "InvalidIdentityToken" or "InvalidIdentityTokenException" or "IDPRejectedClaim" or "InvalidToken"
            => KeyProviderError.CredentialsRejected,
        "DisabledException" or "KMSInvalidStateException" => KeyProviderError.KeyDisabled,
        "NotFoundException" => KeyProviderError.KeyNotFound,
        "InvalidCiphertextException" or "IncorrectKeyException" => KeyProviderError.CiphertextRejected,
        "InvalidKeyUsageException" => KeyProviderError.KeyUsageForbidden,
        _ => ByStatus(status),
    };

    /// <summary>What happened and what to do, in our words.</summary>
    public static (string Message, string? Remedy) Describe(KeyProviderError error, AwsService service)
    {
        string name = AwsFailures.NameOf(service);
        bool sts = service == AwsService.Sts;
        return error switch
        {
            KeyProviderError.Throttled => ($"{name} throttled the requests.", "Try again later, or ask AWS for a higher quota."),
            KeyProviderError.Unavailable => ($"{name} reported a failure of its own.", "Try again later; see the AWS status page."),
            KeyProviderError.AccessDenied when sts => (
                "The AWS credentials may not assume the role.", "Check the role's trust policy, its external id and the permission sts:AssumeRole."),
            KeyProviderError.AccessDenied => (
                "The AWS credentials lack the permission to use the key.", "Grant kms:Decrypt (and kms:Encrypt to wrap) in the key policy or by IAM."),
            KeyProviderError.CredentialsRejected => (
                $"{name} refused the cloud credentials: expired, unknown, or signed with a wrong secret or clock.",
                "Give current credentials, with their session token if they are temporary."),
            KeyProviderError.KeyDisabled => (
                "The KMS key is disabled, waits for its deletion, or is otherwise not usable.", "Enable the key or cancel its deletion."),
            KeyProviderError.KeyNotFound => (
                "AWS KMS knows no such key in this account and region.", "Check the region, the account and the key id; use the ARN across accounts."),
            KeyProviderError.CiphertextRejected => (
                "AWS KMS cannot decrypt the wrapped key: it is damaged, or was made with another key, region or encryption context.",
                "Check that wrapped key, region and encryption context belong together."),
            KeyProviderError.KeyUsageForbidden => (
                "The KMS key is not meant for encryption, or not for this algorithm.", "Use a key whose usage is ENCRYPT_DECRYPT."),
            _ => ($"{name} refused the request as it is.", "Check the region, the endpoint, the key id and the role."),
        };
    }

    private static KeyProviderError ByStatus(HttpStatusCode status) => (int)status switch
    {
        401 => KeyProviderError.CredentialsRejected,
        403 => KeyProviderError.AccessDenied,
        408 => KeyProviderError.Unavailable,
        429 => KeyProviderError.Throttled,
        >= 400 and < 500 => KeyProviderError.InvalidConfiguration,
        _ => KeyProviderError.Unavailable,
    };
}
