using Kmip.TestSupport;

namespace Kmip.FakeAzure.Faults;

/// <summary>How the next request or requests go wrong.</summary>
public enum FaultKind
{
    /// <summary>An error of the vault with <see cref="Fault.Status"/>, <see cref="Fault.Code"/> and <see cref="Fault.Inner"/>, or of OAuth where the code is in lower case.</summary>
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

    /// <summary>A 401 with <see cref="Fault.Challenge"/>.</summary>
    Challenge,

    /// <summary>A good answer that names another key.</summary>
    OtherKey,
}

/// <summary>One fault, for <see cref="Count"/> requests.</summary>
public sealed record Fault(FaultKind Kind) : IFault
{
    /// <summary>How many requests it spoils; -1: all.</summary>
    public int Count { get; init; } = -1;

    /// <summary>The service it spoils: <c>vault</c>, <c>challenge</c> (the vault asked without a token), <c>token</c>, <c>machine</c>, or null for all.</summary>
    public string? Service { get; init; } = "vault";

    public int Status { get; init; } = 400;

    public string? Code { get; init; }

    /// <summary>The code of the inner error.</summary>
    public string? Inner { get; init; }

    public string? RetryAfter { get; init; }

    public string? Location { get; init; }

    /// <summary>The WWW-Authenticate field.</summary>
    public string? Challenge { get; init; }

    public static Fault Error(string code, int status, string? inner = null, int count = -1) => new(FaultKind.Error) { Code = code, Status = status, Inner = inner, Count = count };

    public static Fault Throttle(int count, string? retryAfter = null) => Error("Throttled", 429, count: count) with { RetryAfter = retryAfter };
}
