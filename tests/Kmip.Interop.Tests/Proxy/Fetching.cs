using Kmip.Interop.Tests.PyKmip;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>What mongod does on a restart, done by PyKMIP's client in every version 1.x.</summary>
internal static class Fetching
{
    /// <summary>The state is asked for, the key is fetched, and both are as they must be.</summary>
    public static async Task AssertServedAsync(PyKmipEndpoint endpoint, string keyId, byte[] key)
    {
        PyKmipStep[] steps = [PyKmipStep.StateOf(keyId), PyKmipStep.Get(keyId), PyKmipStep.Locate()];
        PyKmipAnswer[][] sessions = await PyKmipClient.RunAsync(endpoint, [.. PyKmipClient.Versions1.Select(version => (version, steps))]);
        foreach ((string version, PyKmipAnswer[] answers) in PyKmipClient.Versions1.Zip(sessions))
        {
            Assert.All(answers, answer => Assert.True(answer.Ok, $"{version}: {answer}"));
            Assert.Equal(["State"], answers[0].List("attributes"));
            Assert.Equal((version, "ACTIVE"), (version, answers[0].State));
            Assert.Equal((version, "SYMMETRIC_KEY"), (version, answers[1]["type"]));
            Assert.Equal((version, Convert.ToHexStringLower(key)), (version, answers[1].Value));
            Assert.Equal((version, keyId), (version, answers[1].Uid));
            Assert.Contains(keyId, answers[2].List("uids"));
        }
    }
}
