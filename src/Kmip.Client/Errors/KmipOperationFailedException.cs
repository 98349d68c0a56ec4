using Kmip.Protocol;

namespace Kmip.Client;

/// <summary>
/// The server answered, and its answer is not a success (KMIP 1.4 section 6.9 and 6.10). The connection stays usable.
/// </summary>
public sealed class KmipOperationFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operation">The operation that was asked for.</param>
    /// <param name="status">The Result Status; never Success.</param>
    /// <param name="reason">The Result Reason; null where the server gave none. A value that no version defines is kept as it came.</param>
    /// <param name="serverMessage">The Result Message; null where the server gave none.</param>
    public KmipOperationFailedException(Operation operation, ResultStatus status, ResultReason? reason, string? serverMessage)
        : base(ResultText.Describe(operation, status, reason, serverMessage))
    {
        Operation = operation;
        ResultStatus = status;
        ResultReason = reason;
        ServerMessage = serverMessage;
    }

    /// <summary>The operation that was asked for.</summary>
    public Operation Operation { get; }

    /// <summary>The Result Status.</summary>
    public ResultStatus ResultStatus { get; }

    /// <summary>The Result Reason, or null where the server gave none.</summary>
    public ResultReason? ResultReason { get; }

    /// <summary>The Result Message as the server sent it, or null. It is text of the other side: do not trust it.</summary>
    public string? ServerMessage { get; }
}
