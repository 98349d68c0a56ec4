using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// An operation fails with a result reason and a message that the client sees. Name the reason in the vocabulary of KMIP 2.x;
/// <see cref="ErrorMapping"/> finds the one an older client knows.
/// </summary>
public sealed class KmipOperationException : Exception
{
    /// <summary>A failure.</summary>
    /// <param name="reason">Why, in the vocabulary of KMIP 2.x.</param>
    /// <param name="message">One sentence for the client: our words, no secret, no path.</param>
    /// <param name="legacyReason">The reason for KMIP 1.x, where it is not the usual counterpart of <paramref name="reason"/>.</param>
    public KmipOperationException(ResultReason reason, string message, ResultReason? legacyReason = null)
        : base(message)
    {
        Reason = reason;
        LegacyReason = legacyReason;
    }

    /// <summary>Why, in the vocabulary of KMIP 2.x.</summary>
    public ResultReason Reason { get; }

    /// <summary>Why, for KMIP 1.x; null: the usual counterpart.</summary>
    public ResultReason? LegacyReason { get; }

    /// <summary>The object does not exist, or the client may not know that it does: one text for both, so that they cannot be told apart.</summary>
    public static KmipOperationException NotFound() =>
        new(ResultReason.ObjectNotFound, "No object with this unique identifier exists.");
}
