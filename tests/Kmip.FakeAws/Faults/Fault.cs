using Kmip.TestSupport;

namespace Kmip.FakeAws.Faults;

/// <summary>How the next request or requests go wrong.</summary>
public enum FaultKind
{
    /// <summary>An error of the service: <see cref="Fault.Status"/> and <see cref="Fault.Code"/>.</summary>
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
}

/// <summary>One fault, for <see cref="Count"/> requests.</summary>
public sealed record Fault(FaultKind Kind) : IFault
{
    /// <summary>How many requests it spoils; -1: all.</summary>
    public int Count { get; init; } = -1;

    /// <summary>The service it spoils: <c>kms</c>, <c>sts</c>, or null for both.</summary>
    public string? Service { get; init; }

    public int Status { get; init; } = 400;

    public string? Code { get; init; }

    /// <summary>Answers errors in the XML of the query protocol whatever the service, as emulators do.</summary>
    public bool AsXml { get; init; }

    public string? RetryAfter { get; init; }

    public string? Location { get; init; }

    public static Fault Error(string code, int status = 400, int count = -1) => new(FaultKind.Error) { Code = code, Status = status, Count = count };

    public static Fault Throttle(int count, string? retryAfter = null) =>
        new(FaultKind.Error) { Code = "ThrottlingException", Count = count, RetryAfter = retryAfter };
}
