namespace Kmip.Client;

/// <summary>
/// No usable answer: the server could not be reached, could not prove who it is, closed the connection, or sent something that is not a valid
/// answer. The connection is closed; the next request opens a new one. The message says what to do and contains nothing secret.
/// </summary>
public sealed class KmipConnectionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="message">What happened and what to do about it, for a person.</param>
    /// <param name="innerException">The error of the layer below, if any.</param>
    public KmipConnectionException(KmipConnectionError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>What happened.</summary>
    public KmipConnectionError Error { get; }
}
