import com.huaweicloud.sdk.core.SdkResponse;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.core.region.Region;
import com.huaweicloud.sdk.core.utils.JsonUtils;
import com.huaweicloud.sdk.live.v1.LiveClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls Live with Huawei's official SDK, as a user's program would.
 *
 * A line of standard input is a call, as JSON; a line of standard output is what the SDK made of the answer. The keys come
 * from CLOUD_SDK_AK and CLOUD_SDK_SK, as in the sample of https://support.huaweicloud.com/api-live/RunRecord.html
 */
public final class Live {
    public static void main(String[] args) throws Exception {
        BufferedReader calls = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        PrintStream answers = new PrintStream(System.out, true, "UTF-8");
        for (String line = calls.readLine(); line != null; line = calls.readLine()) {
            answers.println(JsonUtils.toJSON(answer(JsonUtils.toMapObject(line, Object.class))));
        }
        // The SDK's threads would live on for a minute.
        System.exit(0);
    }

    private static Map<String, Object> answer(Map<String, Object> call) throws Exception {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            SdkResponse response = send(client((Map<?, ?>) call.get("account")), call);
            answer.put("status", response.getHttpStatusCode());
            answer.put("body", response);
        } catch (ServiceResponseException e) {
            answer.put("status", e.getHttpStatusCode());
            answer.put("code", e.getErrorCode());
            answer.put("text", e.getErrorMsg());
            answer.put("requestId", e.getRequestId());
        } catch (SdkException e) {
            answer.put("status", 0);
            answer.put("text", String.valueOf(e));
        }
        return answer;
    }

    /** Without a project, the SDK asks IAM for that of the region. */
    private static LiveClient client(Map<?, ?> account) {
        String endpoint = (String) account.get("endpoint");
        BasicCredentials credentials = new BasicCredentials()
            .withAk(System.getenv("CLOUD_SDK_AK"))
            .withSk(System.getenv("CLOUD_SDK_SK"))
            .withIamEndpoint(endpoint)
            .withProjectId((String) account.get("project"))
            .withSecurityToken((String) account.get("securityToken"));
        return LiveClient.newBuilder().withCredential(credentials).withRegion(new Region("cn-north-4", endpoint)).build();
    }

    private static SdkResponse send(LiveClient client, Map<String, Object> call) throws Exception {
        String operation = (String) call.get("operation");
        String name = Character.toLowerCase(operation.charAt(0)) + operation.substring(1);
        Method method = Arrays.stream(LiveClient.class.getMethods())
            .filter(each -> each.getName().equals(name) && each.getParameterCount() == 1)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the SDK has no " + name));
        Object request = JsonUtils.toObject(JsonUtils.toJSON(call.get("request")), method.getParameterTypes()[0]);
        try {
            return (SdkResponse) method.invoke(client, request);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }
}
