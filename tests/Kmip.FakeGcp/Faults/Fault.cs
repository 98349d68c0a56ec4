using Kmip.TestSupport;

namespace Kmip.FakeGcp.Faults;

/// <summary>How the next request or requests go wrong.</summary>
public enum FaultKind
{
    /// <summary>A google.rpc.Status with <see cref="Fault.Status"/> and <see cref="Fault.Code"/>, or an OAuth error where the code is in lower case.</summary>
    Error,

    /// <summary>The connection is reset before an answer.</summary>
    Reset,

    /// <summary>The connection is reset within the body.</summary>
    PartialBody,

    /// <summary>A page of HTML, as a captive portal sends, with <see cref="Fault.Status"/>.</summary>
    Html,

    /// <summary>A success whose body is cut off but complete by its length.</summary>
    TruncatedJson,

    /// <summary>A body of 4 MiB.</summary>
    OversizedBody,

    /// <summary>A body that comes one byte every 100 ms.</summary>
    SlowBody,

    /// <summary>No answer at all until the client gives up.</summary>
    Silence,

    /// <summary>A redirect to <see cref="Fault.Location"/> with <see cref="Fault.Status"/>.</summary>
    Redirect,

    /// <summary>A good answer whose checksums are wrong.</summary>
    WrongChecksum,

    /// <summary>A good answer without checksums.</summary>
    NoChecksum,

    /// <summary>A good answer that does not confirm the checksums of the request.</summary>
    NotVerified,

    /// <summary>A good answer with one bit of its data changed and the checksum of the true data.</summary>
    ChangedData,
}

/// <summary>One fault, for <see cref="Count"/> requests.</summary>
public sealed record Fault(FaultKind Kind) : IFault
{
    /// <summary>How many requests it spoils; -1: all.</summary>
    public int Count { get; init; } = -1;

    /// <summary>The service it spoils: <c>kms</c>, <c>token</c>, <c>sts</c>, <c>iam</c>, <c>metadata</c>, or null for all.</summary>
    public string? Service { get; init; } = "kms";

    public int Status { get; init; } = 400;

    public string? Code { get; init; }

    /// <summary>The state that a FAILED_PRECONDITION names.</summary>
    public string? KeyState { get; init; }

    /// <summary>The reason of an ErrorInfo.</summary>
    public string? Reason { get; init; }

    public string? RetryAfter { get; init; }

    public string? Location { get; init; }

    public static Fault Error(string code, int status, int count = -1) => new(FaultKind.Error) { Code = code, Status = status, Count = count };

    public static Fault Throttle(int count, string? retryAfter = null) => Error("RESOURCE_EXHAUSTED", 429, count) with { RetryAfter = retryAfter };
}
