<?php

require_once __DIR__ . '/settings.php';

class CRest
{
    public static function call($method, $params = [])
    {
        if (defined('C_REST_WEB_HOOK_URL')) {
            $url = C_REST_WEB_HOOK_URL . $method . '.json';
        } else {
            $app = json_decode(file_get_contents(__DIR__ . '/settings.json'), true);
            $url = $app['client_endpoint'] . $method . '.json';
            $params['auth'] = $app['access_token'];
        }
        $curl = curl_init($url);
        curl_setopt_array($curl, [
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => http_build_query($params),
        ]);
        $answer = curl_exec($curl);
        return json_decode((string)$answer, true) ?? ['error' => 'curl_error_' . curl_errno($curl)];
    }
}
