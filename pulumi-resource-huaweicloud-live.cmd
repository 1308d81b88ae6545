@node "%~dp0dist\pulumi-resource-huaweicloud-live.js" %*
