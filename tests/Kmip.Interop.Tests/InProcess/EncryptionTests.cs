using System.Security.Cryptography;
using System.Text;
using Kmip.Interop.Tests.PyKmip;

namespace Kmip.Interop.Tests.InProcess;

/// <summary>PyKMIP's client lets the server encrypt and decrypt.</summary>
public sealed class EncryptionTests(InProcessServer server) : IClassFixture<InProcessServer>
{
    private static readonly byte[] Data = Encoding.UTF8.GetBytes("ninety-six bytes are what drivers send, this is any other length");

    [Fact]
    public async Task Data_is_encrypted_as_AES_CBC_says_and_comes_back()
    {
        PyKmipClient.Require();
        byte[] key = RandomNumberGenerator.GetBytes(32);
        byte[] iv = RandomNumberGenerator.GetBytes(16);
        using Aes aes = Aes.Create();
        aes.Key = key;
        byte[] expected = aes.EncryptCbc(Data, iv, PaddingMode.PKCS7);
        PyKmipConversation[] conversations = await server.AskInEveryVersionAsync(
            PyKmipStep.Register("key", key, "k"), PyKmipStep.Encrypt("$k", Data, iv), PyKmipStep.Activate("$k"), PyKmipStep.Encrypt("$k", Data, iv),
            PyKmipStep.Decrypt("$k", Convert.ToHexStringLower(expected), iv), PyKmipStep.Decrypt("$k", Convert.ToHexStringLower(expected[..^1]), iv));

        Assert.All(conversations, conversation =>
        {
            (string version, PyKmipAnswer[] answers) = conversation;
            if (string.CompareOrdinal(version, "1.2") < 0)
            {
                // Encrypt and Decrypt came with KMIP 1.2 (section 4.29).
                Assert.All(answers.Where(answer => answer.Do is "encrypt" or "decrypt"), answer => Failures.AssertFailed(answer, version, "OPERATION_NOT_SUPPORTED"));
                return;
            }

            Failures.AssertFailed(answers[1], version, "PERMISSION_DENIED", "WRONG_KEY_LIFECYCLE_STATE");
            Assert.Equal(Convert.ToHexStringLower(expected), answers[3]["data"]);
            Assert.Equal(Convert.ToHexStringLower(Data), answers[4]["data"]);
            Failures.AssertFailed(answers[5], version, "CRYPTOGRAPHIC_FAILURE");
        });
    }
}
