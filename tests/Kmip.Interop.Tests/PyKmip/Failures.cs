namespace Kmip.Interop.Tests.PyKmip;

/// <summary>What a failure must look like to PyKMIP's client.</summary>
internal static class Failures
{
    /// <summary>The item failed with a message and the reason that its version has for it.</summary>
    public static void AssertFailed(PyKmipAnswer answer, string version, string reasonIn1, string? reasonIn2 = null)
    {
        Assert.False(answer.Ok, answer.ToString());
        Assert.True(answer.Lost is null, answer.ToString());
        Assert.Equal("OPERATION_FAILED", answer["status"]);
        Assert.Equal(version.StartsWith('1') ? reasonIn1 : reasonIn2 ?? reasonIn1, answer.Reason);
        Assert.NotEmpty(answer.Message);
    }
}
