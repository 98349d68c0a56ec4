using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>What a failed batch item says.</summary>
/// <param name="Reason">In the vocabulary of KMIP 2.x.</param>
/// <param name="Message">For the client.</param>
/// <param name="LegacyReason">For KMIP 1.x, where it is not the usual counterpart.</param>
/// <param name="IsInternal">True for a defect or an outage on this side: logged as an error with a correlation identifier.</param>
public readonly record struct Failure(ResultReason Reason, string Message, ResultReason? LegacyReason = null, bool IsInternal = false);

/// <summary>
/// The one place where exceptions become result reasons (KMIP 1.4 section 11, KMIP 2.1 section 6), beside <see cref="MalformedMessage"/> for
/// what cannot be read. No text of an exception that is not ours leaves the server.
/// </summary>
public static class ErrorMapping
{
    /// <summary>The failure an exception stands for.</summary>
    public static Failure FailureOf(Exception exception) => exception switch
    {
        KmipOperationException failed => new(failed.Reason, failed.Message, failed.LegacyReason),
        TtlvException { Error: TtlvError.OutputLimitExceeded } => new(ResultReason.ResponseTooLarge, "The response would be larger than allowed."),
        KeyProviderException provider => FailureOf(provider.Error),
        StoreException store => FailureOf(store),
        OperationCanceledException => new(ResultReason.GeneralFailure, "The request was not finished in time; nothing of this operation was kept."),
        _ => new(ResultReason.GeneralFailure, "The server failed inside.", IsInternal: true),
    };

    /// <summary>The reason as a version knows it: itself, its counterpart in KMIP 1.x, or General Failure.</summary>
    public static ResultReason ReasonIn(Failure failure, KmipVersion version)
    {
        ResultReason reason = version < KmipVersion.V2_0 && failure.LegacyReason is { } legacy ? legacy : failure.Reason;
        for (int step = 0; step < 2 && !ResultReasonNames.IsDefinedIn(reason, version); step++)
        {
            reason = CounterpartOf(reason);
        }

        return ResultReasonNames.IsDefinedIn(reason, version) ? reason : ResultReason.GeneralFailure;
    }

    private static ResultReason CounterpartOf(ResultReason reason) => reason switch
    {
        ResultReason.ObjectNotFound or ResultReason.ObjectDestroyed or ResultReason.KeyValueNotPresent
            or ResultReason.WrappingObjectNotFound or ResultReason.WrappingObjectDestroyed or ResultReason.InvalidCorrelationValue
            or ResultReason.AttributeNotFound or ResultReason.AttributeInstanceNotFound => ResultReason.ItemNotFound,
        ResultReason.WrappingObjectArchived => ResultReason.ObjectArchived,
        ResultReason.InvalidTicket or ResultReason.BadPassword => ResultReason.AuthenticationNotSuccessful,
        ResultReason.WrongKeyLifecycleState or ResultReason.IncompatibleCryptographicUsageMask or ResultReason.NotAuthorised
            or ResultReason.UsageLimitExceeded or ResultReason.Sensitive or ResultReason.NotExtractable => ResultReason.PermissionDenied,
        ResultReason.InvalidObjectType or ResultReason.IllegalObjectType => ResultReason.IllegalOperation,
        ResultReason.IllegalOperation => ResultReason.InvalidObjectType,
        ResultReason.InvalidAttribute or ResultReason.InvalidAttributeValue or ResultReason.AttributeReadOnly or ResultReason.ReadOnlyAttribute
            or ResultReason.AttributeSingleValued or ResultReason.MultiValuedAttribute or ResultReason.NonUniqueNameAttribute
            or ResultReason.NumericRange or ResultReason.InvalidDataType or ResultReason.UnsupportedAttribute or ResultReason.UnknownEnumeration
            or ResultReason.BadCryptographicParameters or ResultReason.ObjectAlreadyExists or ResultReason.IndexOutOfBounds => ResultReason.InvalidField,
        ResultReason.UnsupportedCryptographicParameters or ResultReason.KeyWrapTypeNotSupported or ResultReason.ProtectionStorageUnavailable
            or ResultReason.PrivateProtectionStorageUnavailable or ResultReason.PublicProtectionStorageUnavailable
            or ResultReason.EncodingOptionError or ResultReason.UnknownMessageExtension => ResultReason.FeatureNotSupported,
        ResultReason.MissingInitializationVector => ResultReason.MissingData,
        ResultReason.UnsupportedProtocolVersion or ResultReason.UnknownTag or ResultReason.CodecError => ResultReason.InvalidMessage,
        _ => ResultReason.GeneralFailure,
    };

    private static Failure FailureOf(KeyProviderError error) => error switch
    {
        KeyProviderError.Throttled => new(ResultReason.ServerLimitExceeded, "The key provider is over its request limit: try again later."),
        KeyProviderError.Unavailable or KeyProviderError.DeadlineExceeded =>
            new(ResultReason.InternalServerError, "The key provider cannot be reached or did not answer in time."),
        KeyProviderError.AccessDenied => new(ResultReason.PermissionDenied, "The key provider denies the server the use of the key."),
        KeyProviderError.CredentialsRejected or KeyProviderError.CredentialsMissing =>
            new(ResultReason.PermissionDenied, "The server's credentials for the key provider are missing, expired or refused."),
        KeyProviderError.KeyDisabled => new(ResultReason.WrongKeyLifecycleState, "The key at the key provider is disabled or about to be deleted."),
        KeyProviderError.KeyDestroyed => new(ResultReason.ObjectDestroyed, "The key at the key provider is destroyed."),
        KeyProviderError.KeyNotFound => new(ResultReason.ObjectNotFound, "The key provider does not know the key."),
        KeyProviderError.CiphertextRejected => new(ResultReason.CryptographicFailure, "The key provider does not accept the wrapped key."),
        KeyProviderError.KeyUsageForbidden =>
            new(ResultReason.IncompatibleCryptographicUsageMask, "The key at the key provider may not be used for this."),
        KeyProviderError.UnexpectedPlaintext or KeyProviderError.IntegrityCheckFailed =>
            new(ResultReason.CryptographicFailure, "What the key provider returned is not the key that was wrapped."),
        _ => new(ResultReason.InternalServerError, "The key provider is not configured correctly."),
    };

    private static Failure FailureOf(StoreException store) => store.Error switch
    {
        StoreError.AlreadyExists => new(ResultReason.ObjectAlreadyExists, store.Message),
        StoreError.ReadOnly => new(ResultReason.PermissionDenied, store.Message),
        StoreError.Full => new(ResultReason.ServerLimitExceeded, store.Message),
        StoreError.UnsupportedObject => new(ResultReason.FeatureNotSupported, store.Message),
        _ => new(ResultReason.InternalServerError, store.Message, IsInternal: true),
    };
}
