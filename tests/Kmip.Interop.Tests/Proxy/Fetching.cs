using Kmip.Interop.Tests.PyKmip;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>What mongod does on a restart, done by PyKMIP's client in every version 1.x.</summary>
internal static class Fetching
{
    /// <summary>The state is asked for, the key is fetched, and both are as they must be.</summary>
    public static async Task AssertServedAsync(PyKmipEndpoint endpoint, string keyId, byte[] key)
    {
        PyKmipConversation[] conversations = await PyKmipClient.RunAsync(
            endpoint,
            [.. PyKmipClient.Versions1.Select(version => new PyKmipSession(version, PyKmipStep.StateOf(keyId), PyKmipStep.Get(keyId), PyKmipStep.Locate()))]);
        Assert.All(conversations, conversation =>
        {
            PyKmipAnswer[] answers = conversation.Succeed().Answers;
            Assert.Equal(["State"], answers[0].List("attributes"));
            Assert.Equal("ACTIVE", answers[0].State);
            Assert.Equal("SYMMETRIC_KEY", answers[1]["type"]);
            Assert.Equal(Convert.ToHexStringLower(key), answers[1].Value);
            Assert.Equal(keyId, answers[1].Uid);
            Assert.Contains(keyId, answers[2].List("uids"));
        });
    }
}
