namespace Kmip.Interop.Tests.PyKmip;

/// <summary>One connection of PyKMIP's client: the version it speaks and the steps it takes.</summary>
internal sealed record PyKmipSession(string Version, params PyKmipStep[] Steps)
{
    /// <summary>The certificate and key, where they are not those of the endpoint.</summary>
    public string? Pem { get; init; }
}

/// <summary>What came of a session: its answers in the order of its steps. Made to be given to <c>Assert.All</c>, which then names the version.</summary>
internal sealed record PyKmipConversation(string Version, PyKmipAnswer[] Answers)
{
    /// <summary>Fails unless every step was answered by a success.</summary>
    public PyKmipConversation Succeed()
    {
        Assert.All(Answers, answer => Assert.True(answer.Ok, $"{Version}: {answer}"));
        return this;
    }

    public override string ToString() => $"KMIP {Version}: {string.Join<PyKmipAnswer>(' ', Answers)}";
}
