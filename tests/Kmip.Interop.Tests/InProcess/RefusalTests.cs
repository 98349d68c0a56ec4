using System.Security.Cryptography;
using Kmip.Interop.Tests.PyKmip;
using Kmip.TestSupport;

namespace Kmip.Interop.Tests.InProcess;

/// <summary>What PyKMIP's client is refused, with the result reason of its version.</summary>
public sealed class RefusalTests(InProcessServer server) : IClassFixture<InProcessServer>
{
    [Fact]
    public async Task Steps_that_the_state_forbids_are_refused_and_change_nothing()
    {
        PyKmipClient.Require();
        PyKmipConversation[] conversations = await server.AskInEveryVersionAsync(
            PyKmipStep.Create("k", keep: "k"), PyKmipStep.Revoke("$k"), PyKmipStep.StateOf("$k"),
            PyKmipStep.Activate("$k"), PyKmipStep.Activate("$k"), PyKmipStep.Destroy("$k"), PyKmipStep.StateOf("$k"), PyKmipStep.Get("$k"),
            PyKmipStep.Revoke("$k"), PyKmipStep.Destroy("$k"), PyKmipStep.Destroy("$k"));

        Assert.All(conversations, conversation =>
        {
            (string version, PyKmipAnswer[] answers) = conversation;
            Failures.AssertFailed(answers[1], version, "PERMISSION_DENIED", "WRONG_KEY_LIFECYCLE_STATE");
            Assert.Equal("PRE_ACTIVE", answers[2].State);
            Failures.AssertFailed(answers[4], version, "PERMISSION_DENIED", "WRONG_KEY_LIFECYCLE_STATE");
            Failures.AssertFailed(answers[5], version, "PERMISSION_DENIED", "WRONG_KEY_LIFECYCLE_STATE");
            Assert.Equal("ACTIVE", answers[6].State);
            Assert.Equal(64, answers[7].Value.Length);
            Assert.True(answers[9].Ok, answers[9].ToString());
            Failures.AssertFailed(answers[10], version, "PERMISSION_DENIED", "OBJECT_DESTROYED");
        });
    }

    [Fact]
    public async Task Bad_requests_are_refused_and_the_connection_goes_on()
    {
        PyKmipClient.Require();
        PyKmipConversation[] conversations = await server.AskInEveryVersionAsync(
            PyKmipStep.Get("no such key"), PyKmipStep.Create("odd", 257), PyKmipStep.Create("taken"), PyKmipStep.Create("taken"), PyKmipStep.Locate());

        Assert.All(conversations, conversation =>
        {
            (string version, PyKmipAnswer[] answers) = conversation;
            Failures.AssertFailed(answers[0], version, "ITEM_NOT_FOUND", "OBJECT_NOT_FOUND");
            Failures.AssertFailed(answers[1], version, "INVALID_FIELD", "INVALID_ATTRIBUTE_VALUE");
            Failures.AssertFailed(answers[3], version, "INVALID_FIELD", "NON_UNIQUE_NAME_ATTRIBUTE");
            Assert.Equal([answers[2].Uid], answers[4].List("uids"));
        });
    }

    [Fact]
    public async Task Another_clients_key_is_answered_as_one_that_does_not_exist()
    {
        PyKmipClient.Require();
        byte[] key = RandomNumberGenerator.GetBytes(32);
        PyKmipEndpoint owner = server.EndpointFor("owner");
        string uid = (await PyKmipClient.SucceedAsync(owner, "1.2", PyKmipStep.Register("private", key)))[0].Uid;

        PyKmipConversation[] conversations = await server.AskInEveryVersionAsync(
            PyKmipStep.Get("no such key"), PyKmipStep.Get(uid), PyKmipStep.StateOf(uid), PyKmipStep.Activate(uid), PyKmipStep.Revoke(uid, "KEY_COMPROMISE"),
            PyKmipStep.Destroy(uid), PyKmipStep.Locate(), PyKmipStep.Locate("private"));

        Assert.All(conversations, conversation =>
        {
            (string version, PyKmipAnswer[] answers) = conversation;
            Assert.All(answers[..6], answer => Failures.AssertFailed(answer, version, "ITEM_NOT_FOUND", "OBJECT_NOT_FOUND"));
            Assert.All(answers[1..6], answer => Assert.Equal(answers[0].Message, answer.Message));
            Assert.All(answers[6..], answer => Assert.Empty(answer.List("uids")));
        });
        PyKmipAnswer[] after = await PyKmipClient.SucceedAsync(owner, "1.2", PyKmipStep.StateOf(uid), PyKmipStep.Get(uid));
        Assert.Equal("PRE_ACTIVE", after[0].State);
        Assert.Equal(Convert.ToHexStringLower(key), after[1].Value);
    }

    [Fact]
    public async Task A_client_of_another_authority_gets_no_answer()
    {
        PyKmipClient.Require();
        PyKmipAnswer[] answers = await PyKmipClient.RunAsync(
            server.EndpointFor("foreigner", new TestAuthority("CN=Another authority")), "1.2", PyKmipStep.Create("k"));
        Assert.NotNull(Assert.Single(answers).Lost);
    }
}
